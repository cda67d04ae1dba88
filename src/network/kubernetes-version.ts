import { newestKubernetes } from './limits/kubernetes.ts';
import { compareVersions, type Releases, releasesOf, versionText } from './limits/versions.ts';
import type { AddressPlan } from './plan.ts';

/** The releases of Kubernetes that the repository pins, from the lowest to the highest of its pins. */
export function kubernetesReleases(plan: AddressPlan): Releases {
	const pins = plan.versions
		.filter(({ product }) => product === 'kubernetes')
		.map(({ version }) => releasesOf(version, newestKubernetes))
		.filter(({ assumed }) => !assumed);
	const [first, ...rest] = pins;
	if (first === undefined) return { low: newestKubernetes, high: newestKubernetes, assumed: true };
	return rest.reduce(
		({ low, high }, pin) => ({
			low: compareVersions(pin.low, low) < 0 ? pin.low : low,
			high: compareVersions(pin.high, high) > 0 ? pin.high : high,
			assumed: false,
		}),
		first,
	);
}

/** What to say where the newest known release stands for one that is not pinned; empty where one is. */
export function kubernetesAssumption(plan: AddressPlan): string {
	return kubernetesReleases(plan).assumed ? ` (judged as Kubernetes ${versionText(newestKubernetes)})` : '';
}
