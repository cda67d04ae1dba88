import { groupOf, idOf } from '../../render/resource.ts';
import type { Origin } from '../../repo/origin.ts';
import type { NetworkPluginFact } from '../facts.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** Calico, installed by its chart or shown by its objects. Its pools are its own; all that is said is that it is there. */
export const calico: Reader = {
	name: 'calico',
	words: /tigera|projectcalico/,

	*document({ root }) {
		const id = idOf(root);
		if (id !== undefined && groups.has(groupOf(id))) yield plugin(nameOrigin(root));
	},

	*release({ chart, resource }) {
		if (chart === 'tigera-operator') yield plugin(nameOrigin(resource.root));
	},
};

const groups = new Set(['operator.tigera.io', 'crd.projectcalico.org', 'projectcalico.org']);

function plugin(at: Origin): NetworkPluginFact {
	return { fact: 'network-plugin', product: 'Calico', at };
}
