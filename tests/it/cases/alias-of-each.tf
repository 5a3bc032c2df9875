resource "kubectl_manifest" "class" {
  for_each = local.classes
  yaml_body = yamlencode({
    apiVersion = "karpenter.k8s.aws/v1"
    kind       = "EC2NodeClass"
    metadata   = { name = each.key }
    spec = {
      role                       = module.karpenter.node_iam_role_name
      amiSelectorTerms           = [{ alias = each.value }]
      subnetSelectorTerms        = [{ tags = { "karpenter.sh/discovery" = var.cluster } }]
      securityGroupSelectorTerms = [{ tags = { "karpenter.sh/discovery" = var.cluster } }]
    }
  })
}
