import type { HelmRelease } from '../render/helm/helm-release.ts';
import { textOf } from '../repo/node.ts';
import type { Setting } from './setting.ts';

/** The chart version that a HelmRelease pins, as text. */
export function chartVersion({ version, versionBlock }: HelmRelease): Setting<string> {
	if (version === undefined) return { state: 'absent', origin: versionBlock };
	switch (version.kind) {
		case 'scalar':
			if (version.value === null) return { state: 'absent', origin: version.origin };
			return { state: 'set', value: textOf(version), origin: version.origin };
		case 'unknown':
			return { state: 'unknown', unresolved: { why: version.why, what: version.what, at: version.origin } };
		case 'map':
		case 'seq':
			return { state: 'absent', origin: version.origin };
	}
}
