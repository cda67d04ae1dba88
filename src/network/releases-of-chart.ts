import { type HelmRelease, helmRelease, isHelmRelease } from '../render/helm/helm-release.ts';
import type { Rendered } from '../render/resource.ts';

/** The HelmReleases of a chart with their values, merged in Helm's order. */
export function releasesOfChart({ resources }: Rendered, chart: string): HelmRelease[] {
	return resources.filter(isHelmRelease).flatMap((resource) => {
		const release = helmRelease(resource, (kind, namespace, name) =>
			resources.find((one) => one.kind === kind && one.name === name && (one.namespace ?? 'default') === namespace),
		);
		return release?.chart === chart ? [release] : [];
	});
}
