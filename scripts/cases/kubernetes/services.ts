import { type JsonObject, objectAt, type Shown, textsAt } from '../case.ts';
import type { Checks } from './check.ts';
import { namespaced, strictGate } from './node-processes.ts';
import { clusterConfiguration } from './objects.ts';

const fields = [
	'services/dual-stack-service-on-single-stack-cluster',
	'services/addresses-refused',
	'services/family-not-configured',
] as const;
const policy = 'services/policy-contradicts-families';

/** Checks of Services by the API server. */
export const services: Checks = {
	'service.create': {
		rules: [...fields, policy],
		show: (input, release) => ({
			texts: {
				...clusterConfiguration(release, {
					networking: { serviceSubnet: rangesOf(textsAt(input, 'clusterFamilies')) },
				}),
				...service(input),
			},
		}),
	},
	'service.validateFields': {
		rules: [...fields],
		beyond: { [policy]: 'the fields are accepted, the allocation of addresses refuses them' },
		show: (input, release) => ({ texts: { ...strictGate(input, release), ...service(input) } }),
	},
};

/** Ranges of the families in their order, wide enough for the addresses that cases ask for. */
function rangesOf(families: readonly string[]): string {
	return families.map((family) => (family === 'IPv4' ? '10.0.0.0/16' : '2000::/108')).join(',');
}

function service(input: JsonObject): Shown['texts'] {
	const { selector, ...spec } = objectAt(input, 'service');
	const selecting = selector === true ? { selector: { app: 'web' } } : {};
	return namespaced('v1', 'Service', { spec: { ...spec, ...selecting, ports: [{ port: 80 }] } });
}
