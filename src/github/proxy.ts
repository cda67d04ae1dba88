/** Whether the environment names a proxy, in the ways that most programs know. */
export function hasProxy(variables: Readonly<Record<string, string | undefined>>): boolean {
	const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];
	return names.some((name) => (variables[name] ?? '') !== '');
}
