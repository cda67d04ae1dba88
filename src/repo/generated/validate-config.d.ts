/** What ajv says about one place of the data. */
interface ValidationError {
	readonly instancePath: string;
	readonly keyword: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly message?: string;
}
/** Checks data against schema/config.json. `errors` belong to the last call. */
declare const validate: ((data: unknown) => boolean) & { readonly errors?: readonly ValidationError[] | null };
export default validate;
export type { ValidationError };
