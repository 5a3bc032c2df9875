#!/usr/bin/env bash
set -e
cat >pool.yaml <<YAML
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: a}
spec:
  limits: {cpu: 100}
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: x}
      requirements:
      - {key: karpenter.k8s.aws/instance-family, operator: In, values: [m7i]}
YAML
kubectl apply -f ./pool.yaml
envsubst < class.yaml | kubectl apply -f -
kubectl apply \
  --filename=more.yaml
kustomize build overlays/prod | kubectl apply -f -
echo '{"apiVersion":"karpenter.sh/v1"}' | kubectl apply -f -
kubectl patch nodepool a --type merge -p '{"spec":{"weight":10}}'
