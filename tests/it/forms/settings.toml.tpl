[settings.kubernetes]
cluster-name = "${name}"
max-pods = ${pods}
%{ for k, v in labels ~}
node-labels = { "${k}" = "${v}" }
%{ endfor ~}
%{ if a ~}
api-server = "x"
%{ else ~}
api-server = "y"
%{ endif ~}
${extra}
