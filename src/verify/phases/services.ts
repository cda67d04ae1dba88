import { type Check, counted, type Finding, health, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster } from '../live.ts';
import { familiesOf } from '../prefix-list.ts';

/** Services that were asked to have both families, and the one that never has. */
export function servicesChecks(live: LiveCluster, expected: Expected): Check[] {
	return [servicesCheck(live, expected), health(ownServiceCheck(live))];
}

function servicesCheck({ services }: LiveCluster, { dualServices }: Expected): Check {
	const title = 'Services that are to have both families have both';
	const command = `kubectl get svc -A -o custom-columns='NAMESPACE:.metadata.namespace,NAME:.metadata.name,POLICY:.spec.ipFamilyPolicy,IPS:.spec.clusterIPs'`;
	if (services.length === 0) return missing('Service', title, command);
	const wanted = services.filter(
		({ namespace, name, policy }) =>
			dualServices.has(`${namespace}/${name}`) || policy === 'PreferDualStack' || policy === 'RequireDualStack',
	);
	const found = wanted.map(({ namespace, name, clusterIps, policy, families }): Finding => {
		const isHeadless = clusterIps.includes('None');
		const has = isHeadless ? new Set(families).size : familiesOf(clusterIps).size;
		if (has === 2) return { state: 'done' };
		const trap = policy === 'PreferDualStack' ? '; PreferDualStack alone adds none, ipFamilies: [IPv4, IPv6] does' : '';
		return { state: 'to-do', detail: `${namespace}/${name} has only ${clusterIps.join(', ')}${trap}` };
	});
	const absent = [...dualServices].filter(
		(id) => !services.some(({ namespace, name }) => `${namespace}/${name}` === id),
	);
	return counted(title, command, [
		...found,
		...absent.sort().map((id): Finding => ({ state: 'unknown', detail: `${id} of the repository is not there` })),
	]);
}

/** The API's own Service keeps one family for good; the name server's may be changed. */
function ownServiceCheck({ services }: LiveCluster): Check {
	const title = 'kubernetes.default keeps its family';
	const command = 'kubectl get svc kubernetes -o yaml';
	const own = services.find(({ namespace, name }) => namespace === 'default' && name === 'kubernetes');
	if (own === undefined) return single(title, command, 'not-needed');
	const isSingle = own.clusterIps.length === 1;
	return single(
		title,
		command,
		isSingle ? 'done' : 'contradicts',
		...(isSingle ? [] : ['it has two addresses, which nothing supports']),
	);
}
