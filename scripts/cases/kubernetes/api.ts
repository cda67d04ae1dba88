import { type JsonObject, type Shown, textAt, textsAt } from '../case.ts';
import type { Checks } from './check.ts';
import { namespaced, strictGate } from './node-processes.ts';
import { clusterConfiguration, object } from './objects.ts';

const spelling = ['addressing/refused-by-the-api'];

/** Checks of prefixes and addresses in API objects. */
export const api: Checks = {
	'api.cidr.legacy-gate-off': { rules: spelling, show: (input, release) => policy(input, release, false) },
	'api.cidr.legacy-gate-on': { rules: spelling, show: (input, release) => policy(input, release, true) },
	'api.cidr.warnings': { rules: spelling, show: (input, release) => policy(input, release, undefined) },
	'api.cidr.strict-new-field': {
		rules: ['services/service-cidr-refused'],
		show: (input, release) => serviceCidr([textAt(input, 'cidr') ?? ''], 'extra', release),
	},
	'api.ip.legacy-gate-off': { rules: spelling, show: (input, release) => pod(input, release, false) },
	'api.ip.legacy-gate-on': { rules: spelling, show: (input, release) => pod(input, release, true) },
	'api.ip.warnings': { rules: spelling, show: (input, release) => pod(input, release, undefined) },
	'api.ip.strict-new-field': {
		rules: spelling,
		show: (input, release) => ({
			texts: {
				...clusterConfiguration(release, {}),
				...object(
					'ip-address',
					'networking.k8s.io/v1',
					'IPAddress',
					{ name: textAt(input, 'ip') },
					{
						spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
					},
				),
			},
		}),
	},
	'networkpolicy.ipBlock': {
		rules: [...spelling, 'services/except-outside-block'],
		show: (input, release) => policy(input, release, undefined),
	},
	'serviceCIDR.create': {
		rules: ['services/service-cidr-refused'],
		show: (input, release) => serviceCidr(textsAt(input, 'cidrs'), textAt(input, 'name') ?? 'extra', release),
	},
};

/** A gate that the check is about, or the one that the case gives. */
function gate(input: JsonObject, release: string | undefined, strict: boolean | undefined): Shown['texts'] {
	return strictGate(strict === undefined ? input : { strictIPCIDRValidation: strict }, release);
}

/** A NetworkPolicy with one block of addresses. */
function policy(input: JsonObject, release: string | undefined, strict: boolean | undefined): Shown {
	const except = textsAt(input, 'except');
	const ipBlock = { cidr: textAt(input, 'cidr') ?? '', ...(except.length === 0 ? {} : { except }) };
	const spec = { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock }] }] };
	return {
		texts: { ...gate(input, release, strict), ...namespaced('networking.k8s.io/v1', 'NetworkPolicy', { spec }) },
	};
}

/** A Pod with one entry of its hosts file. */
function pod(input: JsonObject, release: string | undefined, strict: boolean | undefined): Shown {
	const spec = {
		hostAliases: [{ ip: textAt(input, 'ip') ?? '', hostnames: ['web.test'] }],
		containers: [{ name: 'web', image: 'web:1.0.0' }],
	};
	return { texts: { ...gate(input, release, strict), ...namespaced('v1', 'Pod', { spec }) } };
}

/** A further range for Services. */
function serviceCidr(cidrs: readonly string[], name: string, release: string | undefined): Shown {
	const texts = object('service-cidr', 'networking.k8s.io/v1', 'ServiceCIDR', { name }, { spec: { cidrs } });
	return { texts: { ...clusterConfiguration(release, {}), ...texts } };
}
