import { Ajv, type ValidateFunction } from 'ajv';
import reportSchema from '../../schema/report.json' with { type: 'json' };
import sarifSchema from './sarif-schema-2.1.0.json' with { type: 'json' };

// A pattern of SARIF's schema is no regular expression of the strict, Unicode kind.
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });

// Its dialect is draft 4; what it uses of that means the same in draft 7, save the names of these two keys.
const { id: _, $schema: __, ...sarif } = sarifSchema;

/** Checks a value against the published schema of the JSON report. */
export const isReport: ValidateFunction = ajv.compile(reportSchema);

/** Checks a value against the part of that schema that is for `plan`. */
export const isPlan: ValidateFunction = ajv.compile({
	$ref: '#/definitions/plan',
	definitions: reportSchema.definitions,
});

/** Checks a value against the schema of SARIF 2.1.0. */
export const isSarif: ValidateFunction = ajv.compile(sarif);

/** What a schema says against a value; empty when it accepts it. */
export function complaints(validate: ValidateFunction, value: unknown): string[] {
	return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
