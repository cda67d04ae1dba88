// Compiles schema/config.json into a validator that needs no ajv at run time.
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

/** The validator's source text for one schema. */
export function validatorFor(schema) {
	const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true, lines: true } });
	return withImports(standaloneCode.default(ajv, ajv.compile(schema)));
}

/** ajv asks for its helpers with `require` even where modules are wanted, and a module has none. */
function withImports(code) {
	const helper = /^const (\w+) = require\("([^"]+)"\)\.default;$/gm;
	const imports = [...code.matchAll(helper)].map(([, name, path]) => `import ${name}Module from "${path}.js";\n`);
	// The whole of a CommonJS module is its default, which bundlers may have taken off already.
	return imports.join('') + code.replace(helper, 'const $1 = $1Module.default ?? $1Module;');
}

export const schemaUrl = new URL('../schema/config.json', import.meta.url);
export const validatorUrl = new URL('../src/repo/generated/validate-config.js', import.meta.url);

if (process.argv[1] === new URL(import.meta.url).pathname) {
	writeFileSync(validatorUrl, validatorFor(JSON.parse(readFileSync(schemaUrl, 'utf8'))));
}
