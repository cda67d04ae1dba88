import { givenValue, placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const istioOneSwitch = defineRule({
	id: 'add-ons/istio-one-switch',
	title: 'Istio has one of its two switches for both families on',
	severity: 'warning',
	docs: block`
		Istio serves both families where the control plane (\`pilot.env\`) and the proxies (\`proxyMetadata\`) are told so by
		\`ISTIO_DUAL_STACK: "true"\`. With one of them alone the control plane sends listeners and endpoints of both families to
		proxies that do not take them, or sends those of one family only.

		In the cluster: \`istioctl proxy-config listeners <pod>\` shows \`::\` beside \`0.0.0.0\`.

		Switch both on.
	`,
	references: ['https://istio.io/latest/docs/setup/additional-setup/dual-stack/'],

	*check({ plan }) {
		for (const { controlPlane, proxies } of plan.istio) {
			if (controlPlane.state === 'unknown' || proxies.state === 'unknown') continue;
			const isOn = [controlPlane, proxies].map((one) => givenValue(one) === true);
			if (isOn[0] === isOn[1]) continue;
			const [on, off] =
				isOn[0] === true ? [controlPlane, 'meshConfig.defaultConfig.proxyMetadata'] : [proxies, 'pilot.env'];
			yield {
				at: placeOf(on),
				message: `ISTIO_DUAL_STACK is on here and not in ${off}`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the proxies were forgotten',
				repo: {
					'istiod.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: istiod, namespace: istio-system}
						spec:
						  chart: {spec: {chart: istiod, version: 1.27.1}}
						  values:
						    pilot:
						      env:
						        ISTIO_DUAL_STACK: "true"
						        #                 ^^^^^^ ISTIO_DUAL_STACK is on here and not in meshConfig.defaultConfig.proxyMetadata
					`,
				},
			},
		],
		valid: [
			{
				name: 'both',
				repo: {
					'istiod.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: istiod, namespace: istio-system}
						spec:
						  chart: {spec: {chart: istiod, version: 1.27.1}}
						  values:
						    pilot: {env: {ISTIO_DUAL_STACK: "true"}}
						    meshConfig: {defaultConfig: {proxyMetadata: {ISTIO_DUAL_STACK: "true"}}}
					`,
				},
			},
		],
	},
});
