#!/usr/bin/env bash
# Makes the first control-plane node. Run once, as root, on dungeon-map-001.
#
# The node image brings containerd, kubelet, kubeadm and helm. keepalived, also in the image, holds API_VIP on one of
# the control-plane nodes.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

KUBERNETES_VERSION="v1.34.1"
CILIUM_VERSION="1.18.2"

NODE_NAME="dungeon-map-001"
NODE_IP="172.22.144.150"
API_VIP="172.22.144.105"
API_NAME="api.dungeon.example"

POD_CIDR="192.168.144.0/20"
SERVICE_CIDR="10.144.0.0/12"

# Packets of pods pass through the node.
cat > /etc/sysctl.d/90-kubernetes.conf <<'EOF'
net.ipv4.ip_forward = 1
EOF
sysctl --system

# The nodes have a second interface, towards the storage. Without this the kubelet may report that one's address.
mkdir -p /etc/systemd/system/kubelet.service.d
cat > /etc/systemd/system/kubelet.service.d/20-node-ip.conf <<EOF
[Service]
Environment="KUBELET_EXTRA_ARGS=--node-ip=${NODE_IP}"
EOF
systemctl daemon-reload

# Cilium does the work of kube-proxy.
kubeadm init \
  --kubernetes-version="$KUBERNETES_VERSION" \
  --node-name="$NODE_NAME" \
  --apiserver-advertise-address="$NODE_IP" \
  --apiserver-cert-extra-sans="$API_NAME" \
  --control-plane-endpoint="$API_VIP:6443" \
  --pod-network-cidr="$POD_CIDR" \
  --service-cidr="$SERVICE_CIDR" \
  --skip-phases=addon/kube-proxy \
  --upload-certs

export KUBECONFIG=/etc/kubernetes/admin.conf

# kubeadm takes flags or a file, never both. What has no flag comes from the file, here and on each node that joins.
kubeadm init phase control-plane all --config "$here/kubeadm-config.yaml"
kubeadm init phase upload-config kubeadm --config "$here/kubeadm-config.yaml"

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
  --set ipv4NativeRoutingCIDR="$POD_CIDR"

echo "Next: join-node.sh on the other nodes, then flux bootstrap with --path=clusters/production."
