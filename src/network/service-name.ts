import type { ServiceFact } from './facts.ts';

/** `Service default/web`, for messages. */
export function describeService({ name, namespace }: ServiceFact): string {
	return `Service ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
