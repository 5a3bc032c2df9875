# a module
locals {
  tags = { a = "b" }
  user_data = <<-EOT
    [settings.container-runtime]
    snapshotter = "soci"
    [settings.kubernetes]
    cluster-name = "${var.name}"
    max-pods = ${var.pods}
    %{ if var.soci ~}
    [settings.container-runtime-plugins.soci-snapshotter]
    pull-mode = "parallel_pull"
    %{ endif ~}
  EOT
}

module "eks" {
  source = "terraform-aws-modules/eks/aws"
  eks_managed_node_groups = {
    gpu = {
      ami_type = "AL2023_x86_64_STANDARD"
      instance_types = ["m6i.large"]
      cloudinit_pre_nodeadm = [{
        content_type = "application/node.eks.aws"
        content      = <<-EOT
          ---
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            featureGates:
              FastImagePul: true
        EOT
      }]
    }
    br = {
      ami_type = "BOTTLEROCKET_x86_64"
      bootstrap_extra_args = <<-EOT
        [settings.kernel]
        lockdown = "integrity"
        [settings.container-runtime]
        snapshotter = "soci"
      EOT
      user_data_template_path = "foo.tpl"
    }
  }
}

resource "kubernetes_manifest" "pool" {
  for_each = var.pools
  manifest = {
    apiVersion = "karpenter.sh/v1"
    kind       = "NodePool"
    metadata = { name = each.key }
    spec = {
      template = {
        spec = {
          nodeClassRef = {
            group = "karpenter.k8s.aws"
            kind = "EC2NodeClass"
            name = "default"
          }
          planted = []
          requirements = [
            { key = "karpenter.sh/capacity-type", operator = "In", values = ["spot"] },
          ]
          expireAfter = var.expire
        }
      }
      limits = { cpu = 1000 }
    }
  }
}

resource "helm_release" "karpenter" {
  chart = "karpenter"
  values = [
    <<-EOT
    settings:
      clusterName: ${module.eks.cluster_name}
    extraObjects:
      - apiVersion: karpenter.sh/v1
        kind: NodePool
        metadata: {name: "${local.name}"}
        spec: {planted: 1}
    EOT
    ,
    yamlencode({
      extraObjects = [{
        apiVersion = "karpenter.k8s.aws/v1"
        kind = "EC2NodeClass"
        metadata = { name = "x" }
        spec = {
          role = "r"
          tags = merge({a = "b"}, {c = local.c})
          amiSelectorTerms = [{ alias = "al2023@latest" }]
          userData = <<-EOT
            apiVersion: node.eks.aws/v1alpha1
            kind: NodeConfig
            spec:
              featureGates:
                FastImagePull: "yes"
          EOT
        }
      }]
    })
  ]
  set {
    name = "a"
    value = "b"
  }
}

resource "aws_launch_template" "lt" {
  user_data = base64encode(<<-EOT
    #!/bin/bash
    sed -i 's/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/' /etc/soci-snapshotter-grpc/config.toml
  EOT
  )
}
resource "aws_launch_template" "lt2" {
  user_data = base64encode(templatefile("${path.module}/ud.tpl", { a = 1 }))
}
resource "kubectl_manifest" "b" {
  yaml_body = <<YAML
apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: b
spec:
  template:
    metadata: {labels: {a: ${local.x}, b: "${lookup(var.m, "k")}"}}
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
      requirements: ${jsonencode(var.requirements)}
${indent(4, yamlencode(local.more))}
  planted: 1
YAML
}
resource "aws_iam_role" "x" { name = "x" }
