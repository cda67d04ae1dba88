import { isHelmRelease } from '../render/helm/helm-release.ts';
import type { Rendered, Unresolved } from '../render/resource.ts';
import { booleanAt, nodeAt, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { RookOperatorFact } from './facts.ts';
import {
	controllerPluginNetwork,
	type NetworkSwitch,
	newestRook,
	operatorNetwork,
	type ProcessNetwork,
} from './limits/rook.ts';
import { releasesOf } from './limits/versions.ts';
import { nameOrigin } from './pieces.ts';
import { releasesOfChart } from './releases-of-chart.ts';
import { nearestBlock, type Setting, settingAt } from './setting.ts';

/** A process that speaks to the monitors and is known to run on the pod network. */
export interface PodProcess {
	readonly process: 'the Rook operator' | 'the CSI controller plugin';
	/** The settings that would put it on the host network. */
	readonly switches: readonly { readonly path: string; readonly at: Origin }[];
}

/** What of Rook is on the pod network, as far as the release's version and its values tell. */
export function rookOnPodNetwork(operator: RookOperatorFact, rendered: Rendered): PodProcess[] {
	const { low, high, assumed } = releasesOf(operator.version, newestRook);
	const networks = [controllerPluginNetwork(low), controllerPluginNetwork(high)] as const;
	if (assumed || isPostRendered(operator, rendered)) return [];
	const processes: PodProcess[] = [];
	const charts = { 'rook-ceph': operator, 'ceph-csi-drivers': driversRelease(rendered) };
	const own = onPodNetwork(operatorNetwork, charts);
	if (own !== undefined) processes.push({ process: 'the Rook operator', switches: own });
	const plugin =
		networks[0] === networks[1] && hasDrivers(operator.values) ? onPodNetwork(networks[0], charts) : undefined;
	if (plugin !== undefined) processes.push({ process: 'the CSI controller plugin', switches: plugin });
	return processes;
}

interface Values {
	readonly values: YamlNode;
	readonly unresolved: readonly Unresolved[];
}

type Charts = Readonly<Record<NetworkSwitch['chart'], Values | undefined>>;

/** The switches of a process when all of them are known to be off; undefined on the host network or when unknown. */
function onPodNetwork({ byDefault, switches }: ProcessNetwork, charts: Charts): PodProcess['switches'] | undefined {
	const places: { readonly path: string; readonly at: Origin }[] = [];
	for (const { chart, path, isOnByDefault } of switches) {
		const values = charts[chart];
		const setting = values && booleanIn(values, path);
		if (setting === undefined || setting.state === 'unknown') return undefined;
		const isOn = setting.state === 'set' ? setting.value : byDefault === 'host' && isOnByDefault === true;
		if (isOn) return undefined;
		places.push({ path, at: setting.origin });
	}
	return places;
}

function booleanIn({ values, unresolved }: Values, path: string): Setting<boolean> {
	const steps = path.split('.');
	const written = settingAt(values, steps);
	const [hidden] = unresolved;
	if (written.state === 'set') return { ...written, value: String(written.value) === 'true' };
	if (written.state === 'unknown') return written;
	if (hidden !== undefined) return { state: 'unknown', unresolved: hidden };
	return { state: 'absent', origin: { kind: 'omitted', from: nearestBlock(values, steps).origin, field: path } };
}

/** Whether Rook is to run a driver at all; both are on by default. */
function hasDrivers(values: YamlNode): boolean {
	return ['enableRbdDriver', 'enableCephfsDriver'].some((name) => booleanAt(values, ['csi', name]) !== false);
}

/** The drivers' own chart, of which there is one from Rook 1.20 on. */
function driversRelease(rendered: Rendered): Values | undefined {
	const releases = releasesOfChart(rendered, 'ceph-csi-drivers');
	return releases.length === 1 ? releases[0] : undefined;
}

/** A patch on what the chart renders may change the network too. */
function isPostRendered({ at }: RookOperatorFact, { resources }: Rendered): boolean {
	const own = resources.find((resource) => isHelmRelease(resource) && nameOrigin(resource.root) === at);
	return nodeAt(own?.root, ['spec', 'postRenderers']) !== undefined;
}
