#!/usr/bin/env bash
# Makes the first control-plane node. Run once, as root, on dungeon-map-001.
#
# The node image brings containerd, kubelet, kubeadm and helm. keepalived, also in the image, holds API_VIP on one of
# the control-plane nodes.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

CILIUM_VERSION="1.18.2"

NODE_IPV4="172.22.144.150"
NODE_IPV6="fc00:f1:ada:1043:1ac3::150"
API_VIP="172.22.144.105"

# As in kubeadm-config.yaml, for Cilium.
POD_CIDR_IPV4="192.168.144.0/20"
POD_CIDR_IPV6="fc00:f1:d759:3053::/64"

# Packets of pods pass through the node. A node that forwards IPv6 takes no default route from router advertisements;
# ours is static.
cat > /etc/sysctl.d/90-kubernetes.conf <<'EOF'
net.ipv4.ip_forward = 1
net.ipv6.conf.all.forwarding = 1
net.ipv6.conf.default.forwarding = 1
EOF
sysctl --system

# Without this the kubelet reports one address only, and it may be that of the second interface, towards the storage.
mkdir -p /etc/systemd/system/kubelet.service.d
cat > /etc/systemd/system/kubelet.service.d/20-node-ip.conf <<EOF
[Service]
Environment="KUBELET_EXTRA_ARGS=--node-ip=${NODE_IPV4},${NODE_IPV6}"
EOF
systemctl daemon-reload

# From a file, because kubeadm has no flags for the node masks.
kubeadm init --config "$here/kubeadm-config.yaml" --upload-certs

export KUBECONFIG=/etc/kubernetes/admin.conf

# No node is Ready without a network, and Flux needs one that is. From then on Flux owns this release:
# infrastructure/controllers/base/cilium.
helm repo add cilium https://helm.cilium.io
helm install cilium cilium/cilium \
  --version "$CILIUM_VERSION" \
  --namespace kube-system \
  --set kubeProxyReplacement=true \
  --set k8sServiceHost="$API_VIP" \
  --set k8sServicePort=6443 \
  --set ipam.mode=kubernetes \
  --set routingMode=native \
  --set autoDirectNodeRoutes=true \
  --set loadBalancer.mode=dsr \
  --set enableIPv4Masquerade=true \
  --set ipv4NativeRoutingCIDR="$POD_CIDR_IPV4" \
  --set ipv6.enabled=true \
  --set ipv6NativeRoutingCIDR="$POD_CIDR_IPV6"

echo "Next: join-node.sh on the other nodes, then flux bootstrap with --path=clusters/production."
