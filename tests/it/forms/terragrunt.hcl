include "root" { path = find_in_parent_folders() }
inputs = {
  name = "x"
  node_class = var.soci ? yamlencode({
    apiVersion = "karpenter.k8s.aws/v1"
    kind       = "EC2NodeClass"
    metadata   = { name = "inputs-${local.env}" }
    spec = {
      planted = 1
    }
  }) : ""
}
