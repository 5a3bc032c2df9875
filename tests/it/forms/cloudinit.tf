data "cloudinit_config" "gpu" {
  base64_encode = true
  gzip          = false

  part {
    content_type = "application/node.eks.aws"
    content      = <<-EOT
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        featureGates:
          FastImagePul: true
    EOT
  }

  part {
    content_type = "text/x-shellscript"
    content      = <<-EOT
      #!/bin/bash
      echo $${HOSTNAME} ${var.cluster}
    EOT
  }
}
