import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files of one application: a Flux Kustomization, a kustomization and four manifests. */
const filesPerApp = 6;
const appsPerNamespace = 12;

/**
 * Writes a Flux repository of about `count` YAML files in the shape that most public ones have: one folder
 * per namespace and application, HelmReleases with long values, secrets from outside, one application in
 * thirty with an address of a load balancer, one in twenty with a large dashboard.
 */
export function generateRepository(root: string, count: number): void {
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	};
	writeCluster(write);
	const apps = Math.max(1, Math.round((count - 12) / (filesPerApp + 2 / appsPerNamespace)));
	const namespaces: string[] = [];
	for (let first = 0; first < apps; first += appsPerNamespace) {
		const namespace = `space-${first / appsPerNamespace}`;
		namespaces.push(namespace);
		const names: string[] = [];
		for (let i = first; i < Math.min(apps, first + appsPerNamespace); i++) {
			names.push(`app-${i}`);
			writeApp(write, namespace, `app-${i}`, i);
		}
		write(`apps/${namespace}/namespace.yaml`, `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n`);
		write(
			`apps/${namespace}/kustomization.yaml`,
			`apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: ${namespace}\nresources:\n  - ./namespace.yaml\n${names.map((name) => `  - ./${name}/ks.yaml\n`).join('')}`,
		);
	}
}

type Write = (path: string, text: string) => void;

function writeCluster(write: Write): void {
	write(
		'clusters/main/flux-system/gotk-sync.yaml',
		`apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m0s
  url: ssh://git@git.example/house/cluster
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m0s
  path: ./clusters/main
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
	);
	for (const name of ['settings', 'infrastructure', 'apps']) {
		const variables =
			name === 'settings'
				? ''
				: '  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: cluster-settings\n';
		write(
			`clusters/main/${name}.yaml`,
			`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 1h
  path: ./${name}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
${variables}`,
		);
	}
	write(
		'settings/cluster-settings.yaml',
		`apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-settings
  namespace: flux-system
data:
  POD_CIDR_V4: 10.42.0.0/16
  POD_CIDR_V6: fd4b:96e5:a01c::/56
  LB_CIDR: 192.168.40.0/24
`,
	);
	write(
		'infrastructure/cilium/helmrelease.yaml',
		`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cilium
  namespace: kube-system
spec:
  interval: 1h
  chart:
    spec:
      chart: cilium
      version: 1.18.2
      sourceRef:
        kind: HelmRepository
        name: cilium
        namespace: flux-system
  values:
    autoDirectNodeRoutes: true
    ipam:
      mode: kubernetes
    ipv6:
      enabled: true
    ipv4NativeRoutingCIDR: \${POD_CIDR_V4}
    ipv6NativeRoutingCIDR: \${POD_CIDR_V6}
    kubeProxyReplacement: true
    k8sServiceHost: 192.168.40.10
    k8sServicePort: 6443
    routingMode: native
`,
	);
	write(
		'infrastructure/cilium/pool.yaml',
		`apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata:
  name: lan
spec:
  blocks:
    - cidr: \${LB_CIDR}
`,
	);
	write(
		'bootstrap/kubeadm.yaml',
		`apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.34.1
controllerManager:
  extraArgs:
    - name: node-cidr-mask-size-ipv6
      value: "64"
networking:
  podSubnet: 10.42.0.0/16,fd4b:96e5:a01c::/56
  serviceSubnet: 10.43.0.0/16,fd4b:96e5:a01c:ff00::/112
`,
	);
}

function writeApp(write: Write, namespace: string, name: string, index: number): void {
	const folder = `apps/${namespace}/${name}`;
	write(
		`${folder}/ks.yaml`,
		`---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: &app ${name}
  namespace: flux-system
spec:
  commonMetadata:
    labels:
      app.kubernetes.io/name: *app
  interval: 1h
  path: ./${folder}/app
  postBuild:
    substitute:
      APP: *app
      CAPACITY: ${(index % 20) + 1}Gi
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
  targetNamespace: ${namespace}
  wait: false
`,
	);
	write(
		`${folder}/app/kustomization.yaml`,
		`---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ./helmrelease.yaml
  - ./externalsecret.yaml
  - ./pvc.yaml
  - ./dashboard.yaml
`,
	);
	write(`${folder}/app/helmrelease.yaml`, helmRelease(name, index));
	write(
		`${folder}/app/externalsecret.yaml`,
		`---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}
spec:
  secretStoreRef:
    kind: ClusterSecretStore
    name: vault
  target:
    name: ${name}-secret
    template:
      data:
        DATABASE_URL: "postgres://{{ .user }}:{{ .password }}@postgres.database.svc:5432/${name}"
  dataFrom:
    - extract:
        key: ${name}
`,
	);
	write(
		`${folder}/app/pvc.yaml`,
		`---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: \${CAPACITY}
  storageClassName: block
`,
	);
	write(`${folder}/app/dashboard.yaml`, dashboard(name, index % 20 === 0 ? 400 : 4));
}

function helmRelease(name: string, index: number): string {
	const annotation =
		index % 30 === 0
			? `        annotations:\n          lbipam.cilium.io/ips: 192.168.40.${(index / 30) % 250}\n        type: LoadBalancer\n`
			: '';
	const environment = Array.from({ length: 12 }, (_, i) => `              SETTING_${i}: "value ${index * i}"\n`).join(
		'',
	);
	return `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
spec:
  interval: 1h
  chartRef:
    kind: OCIRepository
    name: app-template
    namespace: flux-system
  install:
    remediation:
      retries: 3
  upgrade:
    cleanupOnFail: true
    remediation:
      strategy: rollback
      retries: 3
  values:
    controllers:
      ${name}:
        annotations:
          reloader.stakater.com/auto: "true"
        containers:
          app:
            image:
              repository: ghcr.io/example/${name}
              tag: 1.${index}.0
            env:
              TZ: Etc/UTC
${environment}            envFrom:
              - secretRef:
                  name: ${name}-secret
            probes:
              liveness: &probes
                enabled: true
                custom: true
                spec:
                  httpGet:
                    path: /health
                    port: &port 8080
                  initialDelaySeconds: 0
                  periodSeconds: 10
              readiness: *probes
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities: {drop: ["ALL"]}
            resources:
              requests:
                cpu: 10m
              limits:
                memory: 512Mi
    service:
      app:
        controller: ${name}
${annotation}        ports:
          http:
            port: *port
    persistence:
      data:
        existingClaim: ${name}
`;
}

function dashboard(name: string, panels: number): string {
	const rows = Array.from(
		{ length: panels },
		(_, i) => `      {"id": ${i}, "type": "timeseries", "title": "Panel ${i}", "gridPos": {"h": 8, "w": 12}},\n`,
	).join('');
	return `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-dashboard
  labels:
    grafana_dashboard: "1"
data:
  dashboard.json: |
    {"title": "${name}", "panels": [
${rows}      {"id": ${panels}}
    ]}
`;
}
