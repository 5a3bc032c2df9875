resource "kubectl_manifest" "torn" {
  yaml_body = <<-EOT
    apiVersion: karpenter.sh/v1
    kind: NodePool
    metadata: {name: torn}
    spec:
      planted: 1
  EOT
  wait = 
