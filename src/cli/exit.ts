/** What the exit code of the command says. */
export const exitCode = {
	clean: 0,
	/** Findings at or above `--fail-on`. */
	findings: 1,
	/** Arguments or configuration that cannot be used. */
	usage: 2,
	/** A mistake of this program. */
	internal: 3,
	nothingToLint: 4,
	/** `verify` saw too little of the cluster. */
	cannotTell: 5,
} as const;

/** Arguments or configuration that cannot be used; the message is for the person who wrote them. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** True for a UsageError, also for one of a part of the program that is bundled on its own. */
export function isUsageError(error: unknown): error is Error {
	return error instanceof Error && error.name === 'UsageError';
}
