import { UsageError } from './exit.ts';

/** Loads what needs a package that is not installed with the command, since few need it; `who` begins the hint. */
export async function withPackage<T>(name: string, who: string, load: () => Promise<T>): Promise<T> {
	try {
		return await load();
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new UsageError(
			`${who} needs a package that is not here; install it beside dualstack-lint: npm install ${name}`,
		);
	}
}
