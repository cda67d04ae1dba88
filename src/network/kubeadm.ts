import type { Declaration } from './facts.ts';

/** True for what kubeadm reads itself, from its configuration or from the flags of `kubeadm init`. */
export function isKubeadm({ component }: Declaration): boolean {
	return component === 'kubeadm' || component === 'kubeadm init';
}
