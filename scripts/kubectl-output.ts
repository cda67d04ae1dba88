import { type Document, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';

/** The values of the documents that `kubectl kustomize` prints, typed as the YAML of Go's printer means them. */
export function readKubectlOutput(text: string): unknown[] {
	const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
	return 'empty' in documents ? [] : documents.flatMap((document) => plainOf(document));
}

function plainOf(document: Document.Parsed): unknown[] {
	const [error] = document.errors;
	if (error !== undefined) throw new Error('kubectl printed something that is no YAML', { cause: error });
	return document.contents === null ? [] : [plain(document.contents)];
}

function plain(node: Node | null): unknown {
	if (isMap(node)) {
		const map: Record<string, unknown> = Object.create(null);
		for (const { key, value } of node.items) map[String(isScalar(key) ? key.value : key)] = plain(value as Node | null);
		return map;
	}
	if (isSeq(node)) return node.items.map((item) => plain(item as Node));
	if (!isScalar(node)) return null;
	const text = String(node.value ?? '');
	return node.type === 'PLAIN' ? typed(text) : text;
}

/** The printer writes numbers, booleans and null in one way each, and quotes all text that looks like them. */
function typed(text: string): unknown {
	if (text === 'null' || text === '') return null;
	if (text === 'true' || text === 'false') return text === 'true';
	if (/^-?(0|[1-9]\d*)$/.test(text)) {
		return Number.isSafeInteger(Number(text)) || String(Number(text)) === text ? Number(text) : BigInt(text);
	}
	return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/.test(text) ? Number(text) : text;
}
