import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/** Sends what this process asks for through the proxy of its environment, but for what `NO_PROXY` names. */
export function takeProxy(): void {
	setGlobalDispatcher(new EnvHttpProxyAgent());
}
