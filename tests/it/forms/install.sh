#!/usr/bin/env bash
set -e
helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter
kubectl apply -f https://example.org/a.yaml
cat > pool.yaml <<EOF
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: ${NAME}}
spec: {planted: 1}
EOF
envsubst < a.yaml | kubectl apply -f -
cat <<'EOF' > ud.sh
#!/bin/bash
export max_concurrent_downloads_per_image=10
EOF
