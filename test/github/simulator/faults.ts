/** Something that goes wrong at the simulator. */
export interface Fault {
	/** Operation ids it hits; without it all. `graphql` stands for the GraphQL endpoint. */
	readonly operations?: readonly string[];
	/** Requests that are let through first. */
	readonly after?: number;
	/** Requests it hits. */
	readonly times?: number;
	readonly kind:
		| { readonly is: 'status'; readonly status: number; readonly message?: string }
		| { readonly is: 'rate-limit'; readonly resetsInSeconds: number }
		| { readonly is: 'secondary-limit'; readonly retryAfterSeconds: number }
		| { readonly is: 'slow'; readonly milliseconds: number }
		/** The connection is cut before the request is carried out. */
		| { readonly is: 'dropped' }
		/** The request is carried out and the answer is lost. */
		| { readonly is: 'answer-lost' };
}

export interface FaultList {
	add(fault: Fault): void;
	clear(): void;
	/** The fault that hits this request, used up by it. */
	take(operation: string): Fault['kind'] | undefined;
}

export function faultList(): FaultList {
	let active: { readonly fault: Fault; skip: number; left: number }[] = [];
	return {
		add: (fault) => void active.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 }),
		clear() {
			active = [];
		},
		take(operation) {
			for (const one of active) {
				if (one.left === 0 || one.fault.operations?.includes(operation) === false) continue;
				if (one.skip > 0) {
					one.skip--;
					continue;
				}
				one.left--;
				return one.fault.kind;
			}
			return undefined;
		},
	};
}
