import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
	type CodeAction,
	CodeActionKind,
	createConnection,
	type Diagnostic,
	DiagnosticSeverity,
	ProposedFeatures,
	TextDocumentSyncKind,
	TextDocuments,
	type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Report } from '../../lint/report.ts';
import type { RepoPath } from '../../repo/location.ts';
import type { EditorDiagnostic, QuickFix } from './editor.ts';
import type { Look } from './workspace.ts';

/** What the server asks of the rest of the program; it is a file of its own and loads nothing twice. */
export interface Tools {
	readonly version: string;
	/** The root of the repository that holds a folder. */
	rootOf(folder: string): string;
	lookAt(root: string, open: ReadonlyMap<RepoPath, string>): Look;
	hoverAt(report: Report, file: RepoPath, offset: number): string | undefined;
}

/** Milliseconds of silence after a keystroke before the next look. */
const settling = 200;

/** Speaks the Language Server Protocol on standard input and output until the editor says exit. */
export function serve({ version, rootOf, lookAt, hoverAt }: Tools): Promise<number> {
	const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
	const documents = new TextDocuments(TextDocument);
	let root = process.cwd();
	let look: Look | undefined;
	let told = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	let isWaiting = false;

	const refresh = () => {
		clearTimeout(timer);
		isWaiting = false;
		try {
			look = lookAt(root, openTexts(documents.all(), root));
		} catch (error) {
			connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
			return;
		}
		const now = new Set(look.diagnostics.keys());
		for (const uri of told) if (!now.has(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
		for (const [uri, found] of look.diagnostics)
			void connection.sendDiagnostics({ uri, diagnostics: found.map(diagnosticFrom) });
		told = now;
	};
	const later = () => {
		clearTimeout(timer);
		isWaiting = true;
		timer = setTimeout(refresh, settling);
	};

	connection.onInitialize(({ workspaceFolders, rootUri }) => {
		const uri = workspaceFolders?.[0]?.uri ?? rootUri;
		if (uri?.startsWith('file:')) root = realpathSync(rootOf(fileURLToPath(uri)));
		return {
			capabilities: {
				textDocumentSync: TextDocumentSyncKind.Incremental,
				hoverProvider: true,
				codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
			},
			serverInfo: { name: 'dualstack-lint', version },
		};
	});
	connection.onInitialized(later);
	connection.onDidChangeWatchedFiles(later);
	documents.onDidChangeContent(later);
	documents.onDidClose(later);
	documents.onDidSave(later);
	connection.onHover(({ textDocument, position }) => {
		const document = documents.get(textDocument.uri);
		const file = pathInside(textDocument.uri, root);
		if (document === undefined || file === undefined || look?.report === undefined) return null;
		const value = hoverAt(look.report, file, document.offsetAt(position));
		return value === undefined ? null : { contents: { kind: 'markdown', value } };
	});
	connection.onCodeAction(({ textDocument, range, context }) => {
		const asked = context.only ?? [CodeActionKind.QuickFix];
		if (!asked.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
		// Its places must be those of the text that the editor shows now.
		if (isWaiting) refresh();
		return look === undefined ? [] : look.fixesIn(textDocument.uri, range).map(actionFrom);
	});
	documents.listen(connection);
	connection.listen();
	return new Promise((resolve) => {
		connection.onShutdown(() => clearTimeout(timer));
		connection.onExit(() => resolve(0));
	});
}

function openTexts(documents: readonly TextDocument[], root: string): Map<RepoPath, string> {
	return new Map(
		documents.flatMap((document) => {
			const path = pathInside(document.uri, root);
			return path === undefined ? [] : [[path, document.getText()]];
		}),
	);
}

function pathInside(uri: string, root: string): RepoPath | undefined {
	if (!uri.startsWith(`${pathToFileURL(root).href}/`)) return undefined;
	const path = relative(root, fileURLToPath(uri)).split(sep).join('/');
	return path === '' || path.startsWith('../') ? undefined : (path as RepoPath);
}

const severities = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	info: DiagnosticSeverity.Information,
} as const;

function diagnosticFrom(one: EditorDiagnostic): Diagnostic {
	return {
		range: one.range,
		severity: severities[one.severity],
		code: one.code,
		source: 'dualstack-lint',
		message: one.message,
		relatedInformation: one.related.map(({ uri, range, message }) => ({ location: { uri, range }, message })),
		...(one.codeDescription === undefined ? {} : { codeDescription: { href: one.codeDescription } }),
	};
}

function actionFrom({ title, isPreferred, for: one, changes }: QuickFix): CodeAction {
	return {
		title,
		kind: CodeActionKind.QuickFix,
		isPreferred,
		diagnostics: [diagnosticFrom(one)],
		edit: { changes: Object.fromEntries([...changes].map(([uri, own]): [string, TextEdit[]] => [uri, [...own]])) },
	};
}
