import { rules } from '../../rules/index.ts';
import {
	type Adapter,
	isObject,
	type Json,
	type JsonObject,
	objectAt,
	objectsAt,
	type Texts,
	textAt,
	textsAt,
	yaml,
} from './case.ts';

/** Fields of the context that tell of a running cluster or of machines, which no commit holds. */
const outside: ReadonlyMap<string, string> = new Map([
	['existingNodes', 'the verdict depends on the Nodes that are registered in the cluster'],
	['existingCiliumNodes', 'the verdict depends on the CiliumNodes of the cluster'],
	['existingPool', 'the verdict depends on what the operator saw before'],
	['routeToCephVia', 'the verdict depends on routes of the machines'],
	['no cluster-info', 'the verdict depends on what the cluster answers while rendering'],
]);

/** Rules about the text of an address, whoever reads it. */
const texts = ['addressing/not-a-prefix', 'addressing/wrong-family', 'addressing/list-for-one-value'];
const ranges = ['addressing/networks-overlap'];

/** Which rules, or groups of rules, speak of what each stage looks at. */
const stages: ReadonlyMap<string, readonly string[]> = new Map([
	['chart', ['cilium/', 'flux/unknown-value', ...ranges]],
	['schema', ['cilium/value-type', 'cilium/retired-value', 'flux/unknown-value']],
	['agent', ['cilium/', 'nodes/', ...texts]],
	['operator', ['cilium/', ...texts, ...ranges]],
	['static', ['cilium/', 'control-plane/', 'services/', ...texts, ...ranges]],
	['datapath', ['cilium/', ...ranges]],
]);

/** Cases of the kind of `cilium.jsonl`: values of the chart, its version and what is around it. */
export const cilium: Adapter = {
	name: 'cilium',
	asks: ['values', 'context'],
	groupOf(question) {
		const context = objectAt(question, 'context');
		const field = fieldsOf(context).find((one) => outside.has(one));
		return `${textAt(context, 'stage')}${field === undefined ? '' : `, ${field}`}`;
	},
	notShown(group) {
		const [stage = '', field = ''] = group.split(', ');
		return outside.get(field) ?? (stages.has(stage) ? undefined : 'nobody has said how to show this stage');
	},
	rulesOf(question) {
		const stage = textAt(objectAt(question, 'context'), 'stage') ?? '';
		const groups = stages.get(stage) ?? [];
		return rules.map(({ id }) => id).filter((id) => groups.some((group) => id.startsWith(group)));
	},
	show(question) {
		const context = objectAt(question, 'context');
		return {
			// A value that is not known to the chart is reported on its key.
			given: keysOf(question['values'] ?? {}),
			texts: {
				'cilium.yaml': release(textAt(context, 'ciliumVersion') ?? '', question['values'] ?? {}),
				...cluster(context),
				...controllerManager(objectAt(context, 'controllerManager')),
				...kubeProxy(objectAt(context, 'kubeProxy')),
				...manifests(objectsAt(context, 'manifests')),
				...configuration(context),
			},
		};
	},
};

/** The names of the context's fields and of those that tell of one machine or one network. */
function fieldsOf(context: JsonObject): string[] {
	const below = [...objectsAt(context, 'nodes'), ...objectsAt(context, 'externalNetworks')].flatMap(Object.keys);
	const info = context['clusterInfoServer'] === null ? ['no cluster-info'] : [];
	const isRegistered = objectsAt(context, 'existingNodes').some((node) => textsAt(node, 'podCIDRs').length > 0);
	const fields = Object.keys(context).filter((field) => field !== 'existingNodes' || isRegistered);
	return [...fields, ...below, ...info];
}

function keysOf(values: Json): string[] {
	if (Array.isArray(values) && values.length === 0) return ['[]'];
	if (!isObject(values)) return [];
	return Object.entries(values).flatMap(([key, value]) => [key, ...keysOf(value)]);
}

function release(version: string, values: Json): string {
	return yaml({
		apiVersion: 'helm.toolkit.fluxcd.io/v2',
		kind: 'HelmRelease',
		metadata: { name: 'cilium', namespace: 'kube-system' },
		spec: { chart: { spec: { chart: 'cilium', version } }, values },
	});
}

function cluster(context: JsonObject): Texts {
	const { podSubnet, serviceSubnet } = objectAt(context, 'cluster');
	const server = textAt(context, 'clusterInfoServer');
	if (podSubnet === undefined && serviceSubnet === undefined && server === undefined) return {};
	const joined = (list: Json | undefined) => (Array.isArray(list) ? list.join(',') : undefined);
	return {
		'kubeadm.yaml': yaml({
			apiVersion: 'kubeadm.k8s.io/v1beta4',
			kind: 'ClusterConfiguration',
			controlPlaneEndpoint: server?.replace('https://', ''),
			networking: { podSubnet: joined(podSubnet), serviceSubnet: joined(serviceSubnet) },
		}),
	};
}

function controllerManager(flags: JsonObject): Texts {
	if (Object.keys(flags).length === 0) return {};
	const command = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
	return {
		'kube-controller-manager.yaml': yaml({
			apiVersion: 'v1',
			kind: 'Pod',
			metadata: { name: 'kube-controller-manager', namespace: 'kube-system' },
			spec: {
				containers: [
					{
						name: 'kube-controller-manager',
						image: 'registry.k8s.io/kube-controller-manager:v1.34.1',
						command: ['kube-controller-manager', ...command],
					},
				],
			},
		}),
	};
}

function kubeProxy({ mode, detectLocalMode }: JsonObject): Texts {
	if (mode === undefined) return {};
	return {
		'kube-proxy.yaml': yaml({
			apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
			kind: 'KubeProxyConfiguration',
			mode,
			detectLocalMode,
		}),
	};
}

function manifests(objects: readonly JsonObject[]): Texts {
	return Object.fromEntries(objects.map((object, i) => [`manifest-${i}.yaml`, yaml(object)]));
}

/** Machines and networks outside of the cluster, told by the configuration. */
function configuration(context: JsonObject): Texts {
	const nodes = nodesOf(context['nodes']);
	const networks = objectsAt(context, 'externalNetworks').map((network) => ({
		role: 'ceph-public',
		cidrs: [network['cidr'] ?? ''],
	}));
	if (nodes.length === 0 && networks.length === 0) return {};
	return { '.dualstack-lint.yaml': yaml({ version: 1, nodes, networks }) };
}

function nodesOf(nodes: Json | undefined): unknown[] {
	if (typeof nodes === 'number') return Array.from({ length: nodes }, (_, i) => ({ name: `node-${i}` }));
	if (!Array.isArray(nodes)) return [];
	return nodes.filter(isObject).map((node: JsonObject, i) => ({
		name: `node-${i}`,
		addresses: ['ipv4', 'ipv6'].flatMap((family) => {
			const one = textAt(node, family);
			return one === undefined ? textsAt(node, family) : [one];
		}),
	}));
}
