#!/bin/bash
cat <<EOF > /etc/eks/nodeadm.d/10.yaml
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec: {featureGates: {FastImagePull: false}}
EOF
