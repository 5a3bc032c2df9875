#!/bin/sh
# Stands in for kubectl, with a cluster that is a folder: $CLUSTER. It answers what measure.sh asks, in the
# shapes that an API server of Kubernetes 1.35, Karpenter 1.14 and a kubelet on AL2023 give, and writes
# down every call. What is to happen to a variant stands in $CLUSTER/will/VARIANT, one run a line:
# `pull 44.1s`, `fail`, `no-node`, `refused` or `hang`.
set -u
printf '%s\n' "$*" >>"$CLUSTER/calls"
mkdir -p "$CLUSTER/nodepools" "$CLUSTER/classes" "$CLUSTER/jobs" "$CLUSTER/claims"
words=$*
has() {
  case " $words " in
    *" $1 "*) return 0 ;;
    *) return 1 ;;
  esac
}
names() {
  for one in "$CLUSTER/$1"/*; do
    [ -e "$one" ] && printf '%s/%s\n' "$2" "${one##*/}"
  done
  return 0
}
image=$(cat "$CLUSTER/image")
endpoint=$(cat "$CLUSTER/endpoint" 2>/dev/null)

# The Job of a pod, and what happens to it.
of_pod() {
  job=${1%-?????}
  variant=${job%-?????}
  read -r what amount <"$CLUSTER/jobs/$job"
  node=ip-10-0-0-${job##*-}.ec2.internal
}

event() {
  cat <<EVENT
{"apiVersion":"v1","count":1,"firstTimestamp":"2026-11-30T10:01:02Z","involvedObject":{"apiVersion":"v1","fieldPath":"spec.containers{pull}","kind":"Pod","name":"$1","namespace":"ai","uid":"3f4c"},"kind":"Event","lastTimestamp":"2026-11-30T10:01:02Z","message":"$3","metadata":{"name":"$1.18","namespace":"ai"},"reason":"$2","reportingComponent":"kubelet","reportingInstance":"$node","source":{"component":"kubelet","host":"$node"},"type":"Normal"}
EVENT
}

pulled() {
  printf 'Successfully pulled image \\"%s\\" in %s (%s including waiting). Image size: 10757041023 bytes.' "$image" "$1" "$1"
}

case $words in
  'config current-context') echo test ;;
  'auth can-i '*)
    if [ -e "$CLUSTER/forbidden" ] && has "$(cat "$CLUSTER/forbidden")"; then
      echo no
      exit 1
    fi
    echo yes
    ;;
  'create -f nodes-'*)
    variant=${words#create -f nodes-}
    variant=${variant%.yaml}
    [ -s "nodes-$variant.yaml" ] || exit 1
    : >"$CLUSTER/nodepools/$variant"
    : >"$CLUSTER/classes/$variant"
    ;;
  'wait --for=condition=Ready '*) [ ! -e "$CLUSTER/not-ready" ] ;;
  'create -n ai -f job-'*)
    variant=${words#create -n ai -f job-}
    variant=${variant%.yaml -o name}
    [ -s "job-$variant.yaml" ] || exit 1
    [ -z "$(names jobs x)" ] || { echo 'a Job is there already' >&2; exit 1; }
    count=$(($(cat "$CLUSTER/count" 2>/dev/null || echo 10000) + 1))
    echo "$count" >"$CLUSTER/count"
    sed -n 1p "$CLUSTER/will/$variant" >"$CLUSTER/jobs/$variant-$count"
    sed 1d "$CLUSTER/will/$variant" >"$CLUSTER/rest" && mv "$CLUSTER/rest" "$CLUSTER/will/$variant"
    grep -Eq 'no-node|refused' "$CLUSTER/jobs/$variant-$count" || : >"$CLUSTER/claims/$variant-x$count"
    echo "job.batch/$variant-$count"
    ;;
  'get pods -n ai -l job-name='*)
    job=${words#get pods -n ai -l job-name=}
    job=${job%% *}
    [ -e "$CLUSTER/jobs/$job" ] || exit 0
    of_pod "$job-abcde"
    case $what in
      refused) ;;
      no-node) printf '%s||\n' "$job-abcde" ;;
      fail) printf '%s|%s|ErrImagePull\n' "$job-abcde" "$node" ;;
      *) printf '%s|%s|ContainerCreating\n' "$job-abcde" "$node" ;;
    esac
    ;;
  'get events -n ai --field-selector involvedObject.kind=Job,'*)
    node=''
    printf '{"apiVersion":"v1","items":['
    event "${words#*involvedObject.name=}" FailedCreate 'Error creating: pods is forbidden: exceeded quota'
    printf '],"kind":"List"}\n'
    ;;
  'get events -n ai --field-selector '*)
    pod=${words#*involvedObject.name=}
    pod=${pod%%[, ]*}
    of_pod "$pod"
    if ! has json; then
      # jsonpath gives the text itself.
      [ "$what" = pull ] && pulled "$amount" | sed 's/\\"/"/g'
      exit 0
    fi
    printf '{"apiVersion":"v1","items":['
    event "$pod" Pulling "Pulling image \\\"$image\\\""
    case $what in
      no-node)
        printf ','
        event "$pod" FailedScheduling 'Failed to schedule pod, all available instance types exceed limits for nodepool: \"pulls-2-stock\"'
        ;;
      pull)
        printf ','
        event "$pod" Pulled "$(pulled "$amount")"
        printf ','
        event "$pod" Failed 'Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \"/pull-measurement-runs-nothing\": stat /pull-measurement-runs-nothing: no such file or directory: unknown'
        ;;
      fail)
        printf ','
        event "$pod" Failed "Failed to pull image \\\"$image\\\": rpc error: code = NotFound desc = failed to pull and unpack image: failed to resolve reference: $image: not found"
        ;;
    esac
    printf '],"kind":"List","metadata":{"resourceVersion":""}}\n'
    ;;
  'get pod '*)
    pod=${words#get pod }
    pod=${pod%% *}
    of_pod "$pod"
    cat <<POD
{"apiVersion":"v1","kind":"Pod","metadata":{"creationTimestamp":"2026-11-30T10:00:00Z","labels":{"job-name":"$job","pull-measurement":"pulls"},"name":"$pod","namespace":"ai"},"spec":{"containers":[{"image":"$image","name":"pull"}],"nodeName":"$node"},"status":{"phase":"Failed"}}
POD
    ;;
  'get node '*)
    node=${words#get node }
    node=${node%% *}
    kind=$(cat "$CLUSTER/type" 2>/dev/null || echo m6i.8xlarge)
    cat <<NODE
{"apiVersion":"v1","kind":"Node","metadata":{"creationTimestamp":"2026-11-30T10:00:40Z","labels":{"karpenter.sh/capacity-type":"on-demand","node.kubernetes.io/instance-type":"$kind","pull-measurement":"pulls"},"name":"$node"},"spec":{"providerID":"aws:///us-east-1a/i-0123456789abcdef0"},"status":{"conditions":[{"lastTransitionTime":"2026-11-30T10:00:41Z","status":"False","type":"MemoryPressure"},{"lastTransitionTime":"2026-11-30T10:00:52Z","status":"True","type":"Ready"}],"nodeInfo":{"containerRuntimeVersion":"containerd://2.2.1+bottle","kernelVersion":"6.12.1","kubeletVersion":"v1.35.1-eks-113cf36","osImage":"Amazon Linux 2023.9.20260930"}}}
NODE
    ;;
  'get nodeclaims.karpenter.sh '*)
    [ -e "$CLUSTER/no-karpenter" ] && { echo 'error: the server does not have a resource type "nodeclaims"' >&2; exit 1; }
    if has name; then
      names claims nodeclaim.karpenter.sh
      exit 0
    fi
    printf '{"apiVersion":"v1","items":['
    for one in "$CLUSTER/claims"/*; do
      [ -e "$one" ] || continue
      claim=${one##*/}
      cat <<CLAIM
{"apiVersion":"karpenter.sh/v1","kind":"NodeClaim","metadata":{"creationTimestamp":"2026-11-30T10:00:11Z","name":"$claim"},"status":{"conditions":[{"lastTransitionTime":"2026-11-30T10:00:14Z","reason":"Launched","status":"True","type":"Launched"}],"imageID":"ami-0a1b2c3d","nodeName":"ip-10-0-0-${claim##*-x}.ec2.internal"}}
CLAIM
    done
    printf '],"kind":"List"}\n'
    ;;
  'get nodepools.karpenter.sh '*) names nodepools nodepool.karpenter.sh ;;
  'get ec2nodeclasses.karpenter.k8s.aws -l '*) names classes ec2nodeclass.karpenter.k8s.aws ;;
  'get ec2nodeclasses.karpenter.k8s.aws '*jsonpath*) echo 'InstanceProfileReady: False no role SecretRole' ;;
  'get ec2nodeclasses.karpenter.k8s.aws '*)
    cat <<CLASS
{"apiVersion":"karpenter.k8s.aws/v1","kind":"EC2NodeClass","metadata":{"name":"x"},"spec":{"blockDeviceMappings":[{"deviceName":"/dev/xvda","ebs":$(cat "$CLUSTER/volume")}],"role":"SecretRole"},"status":{"amis":[{"id":"ami-0ffffffff","name":"amazon-eks-node-al2023-arm64-standard-1.35-v20260930"},{"id":"ami-0a1b2c3d","name":"amazon-eks-node-al2023-x86_64-standard-1.35-v20260930"}]}}
CLASS
    ;;
  'get jobs.batch '*) names jobs job.batch ;;
  'get --raw /api/v1/nodes/'*/proxy/configz)
    job=$(names jobs x)
    case $job in
      *soci*) where=$endpoint ;;
      *) where='' ;;
    esac
    printf '{"kubeletconfig":{"serializeImagePulls":false,"containerRuntimeEndpoint":"unix:///run/containerd/containerd.sock","imageServiceEndpoint":"%s"}}\n' "$where"
    ;;
  'get --raw /api/v1/nodes/'*)
    if [ -e "$CLUSTER/soci-log" ]; then
      cat "$CLUSTER/soci-log"
    else
      printf '<!doctype html>\n<pre>\n<a href="messages">messages</a>\n</pre>\n'
    fi
    ;;
  'delete jobs.batch '*) rm -f "$CLUSTER/jobs"/* ;;
  'delete nodepools.karpenter.sh '*) rm -f "$CLUSTER/nodepools"/* ;;
  'delete nodeclaims.karpenter.sh '*) [ -e "$CLUSTER/stuck" ] || rm -f "$CLUSTER/claims"/* ;;
  'delete ec2nodeclasses.karpenter.k8s.aws '*) rm -f "$CLUSTER/classes"/* ;;
  *)
    echo "kubectl: nobody expected: $words" >&2
    exit 64
    ;;
esac
