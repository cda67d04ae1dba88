#!/usr/bin/env bash
# Adds a node. Run as root on the node, with what `kubeadm token create` and `kubeadm init phase upload-certs
# --upload-certs` printed; a worker needs no certificate key:
#
#   export TOKEN=… CA_HASH=sha256:… CERTIFICATE_KEY=…
#   ./join-node.sh control-plane 172.22.144.151 fc00:f1:ada:1043:1ac3::151
#   ./join-node.sh worker 172.22.144.170 fc00:f1:ada:1043:1ac3::170
set -euo pipefail

ROLE="${1:?control-plane or worker}"
NODE_IPV4="${2:?the IPv4 address of this node}"
NODE_IPV6="${3:?the IPv6 address of this node}"
API_VIP="172.22.144.105"

cat > /etc/sysctl.d/90-kubernetes.conf <<'EOF'
net.ipv4.ip_forward = 1
net.ipv6.conf.all.forwarding = 1
net.ipv6.conf.default.forwarding = 1
EOF
sysctl --system

mkdir -p /etc/systemd/system/kubelet.service.d
cat > /etc/systemd/system/kubelet.service.d/20-node-ip.conf <<EOF
[Service]
Environment="KUBELET_EXTRA_ARGS=--node-ip=${NODE_IPV4},${NODE_IPV6}"
EOF
systemctl daemon-reload

join=(kubeadm join "$API_VIP:6443" --token "$TOKEN" --discovery-token-ca-cert-hash "$CA_HASH")

if [ "$ROLE" = control-plane ]; then
  "${join[@]}" --control-plane --certificate-key "$CERTIFICATE_KEY" --apiserver-advertise-address="$NODE_IPV4"
else
  "${join[@]}"
fi
