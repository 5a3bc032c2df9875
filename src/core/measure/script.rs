//! The script that runs a measurement, with kubectl and what every system has.

use super::document;
use super::manifests::{class_resource, has_soci_log};
use super::pinned::KEY;
use super::plan::MeasurePlan;
use crate::core::SIGNATURE;

/// The script of a plan. `costs` is what it prints before it asks.
pub(super) fn script(plan: &MeasurePlan, costs: &str) -> String {
    let names: Vec<&str> = plan.variants.iter().map(|one| one.id.as_str()).collect();
    let with_log = plan.variants.iter().filter(|one| has_soci_log(one));
    let with_log: Vec<&str> = with_log.map(|one| one.id.as_str()).collect();
    let class = plan.variants.first().map_or("", class_resource);
    let quoted = |text: &str| text.replace('\'', "'\\''");
    let values = [
        ("@SIGNATURE@", SIGNATURE.to_owned()),
        ("@NAME@", plan.name.clone()),
        ("@NAMESPACE@", quoted(plan.namespace())),
        ("@KEY@", KEY.to_owned()),
        ("@IMAGE@", quoted(plan.image())),
        ("@CLASS@", class.to_owned()),
        ("@VARIANTS@", names.join(" ")),
        ("@WITH_LOG@", with_log.join(" ")),
        ("@REPEATS@", plan.repeats.to_string()),
        ("@RUNS@", plan.runs().to_string()),
        ("@NODE_SECONDS@", MeasurePlan::node_seconds().to_string()),
        ("@PULL_SECONDS@", plan.pull_seconds().to_string()),
        ("@GONE_SECONDS@", MeasurePlan::gone_seconds().to_string()),
        ("@FORMAT@", document::FORMAT.to_owned()),
        // Last: what they say is not filled in again.
        ("@COSTS@", costs.trim_end().to_owned()),
        ("@PLAN@", document::plan(plan)),
    ];
    values
        .iter()
        .fold(SCRIPT.to_owned(), |text, (place, value)| {
            text.replacen(place, value, 1)
        })
}

const SCRIPT: &str = r##"#!/bin/sh
# Measures image pulls: a fresh node and a Job for each run, one after the other, then deletes all of it.
# Made by @SIGNATURE@ from config.yaml.
#
#   sh measure.sh          says what it costs, asks, and measures
#   sh measure.sh --yes    says what it costs and measures
#   sh measure.sh --clean  only deletes what an earlier run may have left
#
# Needs kubectl with the right to create and delete NodePools, node classes and Jobs, and to get nodes
# and list events. README.md says what is in the file that it writes.
set -u
LC_ALL=C
export LC_ALL

NAME='@NAME@'
NAMESPACE='@NAMESPACE@'
LABEL="@KEY@=$NAME"
IMAGE='@IMAGE@'
CLASS='@CLASS@'
VARIANTS='@VARIANTS@'
WITH_SOCI_LOG=' @WITH_LOG@ '
REPEATS=@REPEATS@
RUNS=@RUNS@
# Seconds that a run waits at most: for its node, for its pull, and for the node to go away.
NODE_SECONDS=${NODE_SECONDS:-@NODE_SECONDS@}
PULL_SECONDS=${PULL_SECONDS:-@PULL_SECONDS@}
GONE_SECONDS=${GONE_SECONDS:-@GONE_SECONDS@}
# Seconds between two looks.
PAUSE=${PAUSE:-5}
NODEPOOLS=nodepools.karpenter.sh
NODECLAIMS=nodeclaims.karpenter.sh
FILE="measurements-$NAME.json"
WORK=".measure-$NAME.$$"
CREATED=no

say() {
  printf '%s\n' "$*" >&2
}

# The plan, with what was predicted before anything ran.
plan() {
  cat <<'END_OF_PLAN'
@PLAN@
END_OF_PLAN
}

costs() {
  cat >&2 <<'END_OF_COSTS'
@COSTS@
END_OF_COSTS
}

now() {
  date +%s
}

# Objects of a kind that this measurement made, one a line; fails if that cannot be told.
ours() {
  kubectl get "$1" -l "$LABEL" -o name
}

# Waits until no node of this measurement is left.
wait_until_gone() {
  end=$(($(now) + GONE_SECONDS))
  while :; do
    if left=$(ours "$NODECLAIMS") && [ -z "$left" ]; then
      return 0
    fi
    if [ "$(now)" -ge "$end" ]; then
      return 1
    fi
    sleep "$PAUSE"
  done
}

# Deletes everything that has the label; fails if something is left.
clean() {
  kubectl delete jobs.batch -n "$NAMESPACE" -l "$LABEL" --ignore-not-found --wait=false >/dev/null
  kubectl delete "$NODEPOOLS" -l "$LABEL" --ignore-not-found --wait=false >/dev/null
  kubectl delete "$NODECLAIMS" -l "$LABEL" --ignore-not-found --wait=false >/dev/null
  wait_until_gone || say 'Nodes are still there.'
  kubectl delete "$CLASS" -l "$LABEL" --ignore-not-found --wait=false >/dev/null
  end=$(($(now) + 120))
  while :; do
    left=''
    for kind in "$NODEPOOLS" "$NODECLAIMS" "$CLASS"; do
      found=$(ours "$kind") || found="$kind (it cannot be told)"
      left="$left $found"
    done
    found=$(kubectl get jobs.batch -n "$NAMESPACE" -l "$LABEL" -o name) || found='jobs (it cannot be told)'
    left="$left $found"
    case $left in
      *[!\ ]*) ;;
      *)
        say 'Everything that this measurement made is deleted.'
        return 0
        ;;
    esac
    if [ "$(now)" -ge "$end" ]; then
      say "Still there:$left"
      say "They may cost money. Delete them, or run: sh $0 --clean"
      return 1
    fi
    sleep "$PAUSE"
  done
}

# A line of text as JSON.
json_text() {
  printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\037' | tr -cd '\040-\176' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g')"
}

# Lines of a file as a JSON array of texts.
json_lines() {
  printf '['
  tr '\011' ' ' <"$1" | tr -cd '\012\040-\176' |
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/"/' -e '$!s/$/,/'
  printf ']'
}

# What kubectl gives as JSON, into a file; why not beside it.
take() {
  to=$1
  shift
  if kubectl "$@" >"$to" 2>"$to.why" && [ -s "$to" ]; then
    return 0
  fi
  rm -f "$to"
  return 1
}

# A member of a run: a file that take wrote, or null.
member() {
  printf ',\n"%s": ' "$1"
  if [ -s "$2" ]; then
    cat "$2"
  else
    printf null
  fi
}

# Writes all runs so far into the file.
assemble() {
  {
    printf '{"format": "@FORMAT@",\n"plan": '
    plan
    printf ',\n"runs": ['
    separator=''
    for part in "$WORK"/run-*.json; do
      [ -s "$part" ] || continue
      printf '%s\n' "$separator"
      cat "$part"
      separator=','
    done
    printf ']}\n'
  } >"$WORK/all" && mv "$WORK/all" "$FILE"
}

finish() {
  code=$?
  trap - EXIT
  # A second Ctrl-C is not to leave nodes behind.
  trap '' INT TERM HUP
  if [ "$CREATED" = yes ]; then
    say 'Deleting everything that was made.'
    clean || code=1
  fi
  # Without a run it tells nothing, and would be in the way of the next try.
  set -- "$WORK"/run-*.json
  [ -e "$1" ] || rm -f "$FILE"
  rm -rf "$WORK"
  exit "$code"
}

# Where the pod of a Job is: name, node and why its container waits, with | between them.
pod_of() {
  kubectl get pods -n "$NAMESPACE" -l "job-name=$1" -o \
    jsonpath='{range .items[*]}{.metadata.name}|{.spec.nodeName}|{.status.containerStatuses[*].state.waiting.reason}{"\n"}{end}' |
    sed -n 1p
}

# Waits for the pull of a Job's pod; says how it ended.
wait_for_pull() {
  pod=''
  node=''
  end=$(($(now) + NODE_SECONDS))
  while :; do
    found=$(pod_of "$1") || found=''
    pod=${found%%|*}
    rest=${found#*|}
    node=${rest%%|*}
    [ -z "$node" ] || break
    if [ "$(now)" -ge "$end" ]; then
      outcome=no-node
      return 1
    fi
    sleep "$PAUSE"
  done
  say "  node $node"
  end=$(($(now) + PULL_SECONDS))
  while :; do
    said=$(kubectl get events -n "$NAMESPACE" \
      --field-selector "involvedObject.kind=Pod,involvedObject.name=$pod,reason=Pulled" \
      -o jsonpath='{.items[*].message}') || said=''
    case $said in
      *"\"$IMAGE\""*)
        outcome=pulled
        return 0
        ;;
    esac
    found=$(pod_of "$1") || found=''
    case ${found##*|} in
      *ErrImagePull* | *ImagePullBackOff* | *InvalidImageName* | *SignatureValidationFailed*)
        outcome=pull-failed
        return 1
        ;;
    esac
    if [ "$(now)" -ge "$end" ]; then
      outcome=no-pull
      return 1
    fi
    sleep "$PAUSE"
  done
}

# What SOCI wrote into its log, if the kubelet gives it away.
take_soci_log() {
  soci_log_why=''
  case $WITH_SOCI_LOG in
    *" $variant "*) ;;
    *)
      soci_log_why='SOCI does not pull here'
      return
      ;;
  esac
  if ! take "$1/soci" get --raw "/api/v1/nodes/$node/proxy/logs/?query=soci-snapshotter&tailLines=500"; then
    soci_log_why=$(sed -n 1p "$1/soci.why")
  elif grep -q '^<' "$1/soci"; then
    # Without NodeLogQuery the kubelet lists the files of /var/log in its place.
    rm -f "$1/soci"
    soci_log_why='the kubelet does not answer log queries (NodeLogQuery is off)'
  fi
}

# One run of a variant: a Job, its pull, what is known of the node, and the end of both.
run() {
  variant=$1
  repeat=$2
  number=$((number + 1))
  parts="$WORK/$number"
  mkdir "$parts"
  started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  outcome=no-job
  node=''
  pod=''
  job=''
  say "Run $number of $RUNS: $variant, turn $repeat"
  if job=$(kubectl create -n "$NAMESPACE" -f "job-$variant.yaml" -o name); then
    job=${job##*/}
    wait_for_pull "$job" || failed=$((failed + 1))
  else
    failed=$((failed + 1))
  fi
  say "  $outcome"
  if [ -n "$pod" ]; then
    take "$parts/events" get events -n "$NAMESPACE" --field-selector "involvedObject.kind=Pod,involvedObject.name=$pod" -o json
    take "$parts/pod" get pod "$pod" -n "$NAMESPACE" -o json
  elif [ -n "$job" ]; then
    # A quota or an admission webhook refuses the pod, and says so to the Job.
    take "$parts/events" get events -n "$NAMESPACE" --field-selector "involvedObject.kind=Job,involvedObject.name=$job" -o json
  fi
  take "$parts/claims" get "$NODECLAIMS" -l "$LABEL" -o json
  take "$parts/class" get "$CLASS" "$variant" -o json
  soci_log_why='there was no node'
  if [ -n "$node" ]; then
    take "$parts/node" get node "$node" -o json
    take "$parts/kubelet" get --raw "/api/v1/nodes/$node/proxy/configz"
    take_soci_log "$parts"
  fi
  {
    printf '{"variant": "%s", "repeat": %s, "outcome": "%s", "startedAt": "%s"' \
      "$variant" "$repeat" "$outcome" "$started"
    member events "$parts/events"
    member pod "$parts/pod"
    member node "$parts/node"
    member nodeClaims "$parts/claims"
    member nodeClass "$parts/class"
    member kubeletConfig "$parts/kubelet"
    printf ',\n"sociLog": '
    if [ -s "$parts/soci" ]; then
      json_lines "$parts/soci"
      printf ',\n"sociLogUnknown": null}\n'
    else
      printf 'null,\n"sociLogUnknown": '
      json_text "$soci_log_why"
      printf '}\n'
    fi
  } >"$WORK/run-$(printf '%04d' "$number").json"
  assemble
  # The next run is to find no node that has the image, and no pod is to ask for another one.
  kubectl delete jobs.batch -n "$NAMESPACE" -l "$LABEL" --ignore-not-found --cascade=foreground --timeout=120s >/dev/null
  kubectl delete "$NODECLAIMS" -l "$LABEL" --ignore-not-found --wait=false >/dev/null
  if ! wait_until_gone; then
    say 'The node does not go away; the next run could find the image on it.'
    return 1
  fi
}

yes=no
only_clean=no
for argument in "$@"; do
  case $argument in
    --yes) yes=yes ;;
    --clean) only_clean=yes ;;
    *)
      say "usage: sh $0 [--yes | --clean]"
      exit 2
      ;;
  esac
done
cd "$(dirname "$0")" || exit 2
if ! command -v kubectl >/dev/null; then
  say 'kubectl is not on the PATH.'
  exit 2
fi
context=$(kubectl config current-context) || context='of its own'
say "Cluster: kubectl's context $context"
if [ "$only_clean" = yes ]; then
  clean
  exit
fi
if [ -e "$FILE" ]; then
  say "$FILE is there already; move it away first."
  exit 2
fi
for kind in "$NODEPOOLS" "$NODECLAIMS" "$CLASS"; do
  if ! there=$(ours "$kind"); then
    say "There are no $kind that can be read here; is this the cluster, and has it Karpenter?"
    exit 2
  fi
  if [ -n "$there" ]; then
    say "An earlier run has left $there. Run: sh $0 --clean"
    exit 2
  fi
done
for right in "create $NODEPOOLS" "delete $NODEPOOLS" "create $CLASS" "delete $CLASS" \
  "delete $NODECLAIMS" "create jobs.batch" "delete jobs.batch" "list events" "get nodes"; do
  # shellcheck disable=SC2086 # a verb and a resource
  if ! kubectl auth can-i $right -n "$NAMESPACE" >/dev/null 2>&1; then
    say "You may not $right here."
    exit 2
  fi
done
costs
if [ "$yes" != yes ]; then
  printf 'Type yes to start: ' >&2
  read -r answer || answer=''
  if [ "$answer" != yes ]; then
    say 'Nothing was done.'
    exit 2
  fi
fi

mkdir "$WORK" || exit 2
trap finish EXIT
trap 'say Interrupted.; exit 130' INT
trap 'say Interrupted.; exit 143' TERM
trap 'exit 129' HUP
number=0
failed=0
assemble || exit 2
CREATED=yes
for variant in $VARIANTS; do
  kubectl create -f "nodes-$variant.yaml" >/dev/null || exit 1
done
# A node class that never becomes ready says why: a role or subnets that are not there.
for variant in $VARIANTS; do
  if ! kubectl wait --for=condition=Ready --timeout=300s "$CLASS/$variant" "$NODEPOOLS/$variant" >/dev/null; then
    say "$variant is not ready:"
    kubectl get "$CLASS" "$variant" -o jsonpath='{range .status.conditions[*]}{.type}: {.status} {.message}{"\n"}{end}' >&2
    exit 1
  fi
done
turn=0
while [ "$turn" -lt "$REPEATS" ]; do
  turn=$((turn + 1))
  # In turn, so that the time of day is the same for all.
  for one in $VARIANTS; do
    run "$one" "$turn" || exit 1
  done
done
say "$((RUNS - failed)) of $RUNS runs pulled. Read them with: soci-configurator events $FILE"
[ "$failed" -eq 0 ]
"##;
