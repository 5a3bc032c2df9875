#!/bin/bash
kubectl apply -f x.yaml
terraform apply
