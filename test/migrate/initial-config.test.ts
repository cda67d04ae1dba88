import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { initialConfig } from '../../src/migrate/configuration/initial-config.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { readConfig } from '../../src/repo/config.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';
import { block } from '../../src/rule.ts';
import { frozen, planned } from './apply.ts';

const project = join(import.meta.dirname, '../..');
const small = join(project, 'test/repos');
const folders = [
	join(project, 'examples/dungeon'),
	join(project, 'examples/dungeon-dual-stack'),
	...readdirSync(small).flatMap((name) =>
		['single-stack', 'dual-stack', 'contradiction']
			.map((kind) => join(small, name, kind))
			.filter((one) => existsSync(one)),
	),
];

const name = '.dualstack-lint.yaml';

function textsOf(files: RepoFiles): Record<string, string> {
	return Object.fromEntries(
		files.paths.flatMap((path) => {
			const read = files.read(path);
			return read?.ok && path !== name ? [[path, read.value]] : [];
		}),
	);
}

function initial(texts: Record<string, string>, newSeed = () => 'a1b2c3d4e5'): string {
	const made = initialConfig(filesFromTexts(texts), rules, { newSeed });
	if (!made.ok) throw new Error(JSON.stringify(made.problem));
	return made.value;
}

function findings(texts: Record<string, string>): unknown[] {
	const linted = lintRepository(filesFromTexts(texts), rules);
	if (!linted.ok) throw new Error(JSON.stringify(linted.problem));
	return linted.value.diagnostics.map(({ ruleId, severity, cluster, at, message }) => [
		ruleId,
		severity,
		cluster,
		at,
		message,
	]);
}

/** The lines that stand as comments, given their place. */
function uncommented(text: string): string {
	return text.replace(
		/^( *)# (?=(?:networks|nodes|target):$| {2,4}(?:- \{name|- role|cidrs|\w+CIDRs|nodeMaskSizes))/gm,
		'$1',
	);
}

describe('a first configuration', () => {
	describe.each(folders.map((folder) => [folder.slice(project.length + 1), folder]))('of %s', (_, folder) => {
		const texts = textsOf(frozen(filesFromDisk(folder)));
		const text = initial(texts);

		test('is accepted and leaves every finding as it is', () => {
			expect(readConfig(filesFromTexts({ [name]: text }))).toMatchObject({ ok: true });
			expect(findings({ ...texts, [name]: text })).toEqual(findings(texts));
		});

		test('is the same when it is made again, with its seed', () => {
			expect(initial({ ...texts, [name]: text }, () => 'ffffffffff')).toBe(
				text.includes('seed:') ? text : initial(texts, () => 'ffffffffff'),
			);
		});

		test('is accepted as well when what stands as a comment gets its place', () => {
			expect(readConfig(filesFromTexts({ [name]: uncommented(text) }))).toMatchObject({ ok: true });
		});
	});

	test('tells where things are, what is declared, what is guessed and what is proposed', () => {
		const texts = textsOf(frozen(filesFromDisk(join(project, 'examples/dungeon'))));
		expect(initial(texts)).toMatchInlineSnapshot(`
			"# yaml-language-server: $schema=./node_modules/dualstack-lint/schema/config.json
			# What dualstack-lint cannot see in the repository. Every key but version may be left out.
			version: 1

			# Where Flux starts.
			entryPoints: [clusters/production]

			# What no Flux object reaches: scripts, kubeadm files and manifests of the nodes.
			files: [bootstrap/**, nodes/**]

			# The repository declares these networks; they need not be named here:
			#   pod: 192.168.144.0/20, fc00:f1:d759:3053::/64 (Cilium, kubeadm init, kubeadm, kube-controller-manager)
			#   service: 10.144.0.0/12 (kubeadm init, kubeadm, kube-apiserver, kube-controller-manager)
			#   load-balancer dungeon: 172.22.30.0/24 (Cilium)
			# Networks that it does not declare. The lengths are guessed from the addresses that were found.
			# networks:
			#   - role: node
			#     cidrs: [172.22.144.0/24]
			#   - role: ceph-public
			#     cidrs: [fc00:f1:ada:104e::/64]

			# The machines, as far as files tell. Give each its IPv6 address: without it --node-ip cannot be written,
			# and whoever is missing here gets no steps in the runbook.
			# nodes:
			#   - {name: dungeon-map-001, role: control-plane, addresses: [172.22.144.150]}
			#   - {name: dungeon-map-002, role: control-plane, addresses: [172.22.144.151]}
			#   - {name: dungeon-map-003, role: control-plane, addresses: [172.22.144.152]}
			#   - {name: dungeon-map-004, role: control-plane, addresses: [172.22.144.153]}
			#   - {name: dungeon-map-005, role: control-plane, addresses: [172.22.144.154]}

			# The Ceph cluster outside, as far as the repository tells; \`migrate --phase rook\` connects Rook to it. Nothing here
			# is secret. Hold the monitors against \`ceph mon dump\`.
			ceph:
			  # fsid: what \`ceph fsid\` prints; without it nothing is generated
			  messenger: v1
			  monitors:
			    - {id: dungeon-key-001, address: fc00:f1:ada:104e:1ace::1}
			    - {id: dungeon-key-002, address: fc00:f1:ada:104e:1ace::2}
			    - {id: dungeon-key-003, address: fc00:f1:ada:104e:1ace::3}
			    - {id: dungeon-key-004, address: fc00:f1:ada:104e:1ace::4}
			    - {id: dungeon-key-005, address: fc00:f1:ada:104e:1ace::5}
			  rbd: {pool: dungeon, storageClass: ceph-rbd}
			  secrets: {mode: manual}

			# Where the cluster is to go: IPv4 as it is, and IPv6 beside it. \`migrate\` proposes the same without these lines;
			# with them, lint also reports what does not fit the target yet.
			# - fc00:f1:d759:3053::/64: Cilium routes it already (ipv6NativeRoutingCIDR).
			# - fda1:b2c3:d4e5::/112: unique local (RFC 4193), global ID a1b2c3d4e5; overlaps nothing that is
			#   declared or a default; a /112 has 16 host bits; kubeadm takes up to 20.
			# target:
			#   podCIDRs: [192.168.144.0/20, fc00:f1:d759:3053::/64]
			#   serviceCIDRs: [10.144.0.0/12, fda1:b2c3:d4e5::/112]
			#   nodeMaskSizes: {ipv4: 24, ipv6: 80}

			# The random bits of every IPv6 prefix that is proposed (RFC 4193): other bits make other prefixes, so keep them.
			migration:
			  seed: "a1b2c3d4e5"
			"
		`);
	});

	test('proposes what migrate proposes', () => {
		const texts = textsOf(frozen(filesFromDisk(join(project, 'examples/dungeon'))));
		const text = initial(texts);
		const target = (config: string) => {
			const [cluster] = planned(filesFromTexts({ ...texts, [name]: config }), { seed: 'ffffffffff' }).clusters;
			return [cluster?.target.pod.ipv6, cluster?.target.service.ipv6, cluster?.target.nodeMasks];
		};
		expect(text).toContain('# target:');
		expect(target(uncommented(text))).toEqual(target(text));
	});

	test('has a part for each of several clusters', () => {
		const cluster = (one: string) => ({
			[`clusters/${one}/apps.yaml`]: block`
				apiVersion: kustomize.toolkit.fluxcd.io/v1
				kind: Kustomization
				metadata: {name: apps, namespace: flux-system}
				spec:
				  interval: 1h
				  prune: true
				  path: ./apps/${one}
				  sourceRef: {kind: GitRepository, name: flux-system}
				`,
			[`apps/${one}/service.yaml`]:
				'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n',
			[`nodes/${one}/kubeadm.yaml`]: block`
				apiVersion: kubeadm.k8s.io/v1beta4
				kind: ClusterConfiguration
				networking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.43.0.0/16}
				`,
		});
		const texts = { ...cluster('one'), ...cluster('two') };
		const seeds = ['a1b2c3d4e5', 'b1b2c3d4e5'].values();
		const text = initial(texts, () => seeds.next().value ?? '');
		expect(text).toMatchInlineSnapshot(`
			"# yaml-language-server: $schema=./node_modules/dualstack-lint/schema/config.json
			# What dualstack-lint cannot see in the repository. Every key but version may be left out.
			version: 1

			clusters:
			  one:
			    # Where Flux starts.
			    entryPoints: [clusters/one]

			    # What no Flux object reaches: scripts, kubeadm files and manifests of the nodes.
			    files: [nodes/one/**]

			    # The repository declares these networks; they need not be named here:
			    #   pod: 10.42.0.0/16 (kubeadm)
			    #   service: 10.43.0.0/16 (kubeadm)

			    # Where the cluster is to go: IPv4 as it is, and IPv6 beside it. \`migrate\` proposes the same without these lines;
			    # with them, lint also reports what does not fit the target yet.
			    # - fda1:b2c3:d4e5::/56: unique local (RFC 4193), global ID a1b2c3d4e5; overlaps nothing that is
			    #   declared or a default; 256 blocks of /64 for 0 known nodes; 64 - 56 is within the 16 bits that
			    #   kube-controller-manager takes.
			    # - fda1:b2c3:d4e5:100::/112: unique local (RFC 4193), global ID a1b2c3d4e5; overlaps nothing that is
			    #   declared or a default; a /112 has 16 host bits; kubeadm takes up to 20.
			    # target:
			    #   podCIDRs: [10.42.0.0/16, fda1:b2c3:d4e5::/56]
			    #   serviceCIDRs: [10.43.0.0/16, fda1:b2c3:d4e5:100::/112]
			    #   nodeMaskSizes: {ipv4: 24, ipv6: 64}

			    # The random bits of every IPv6 prefix that is proposed (RFC 4193): other bits make other prefixes, so keep them.
			    migration:
			      seed: "a1b2c3d4e5"

			  two:
			    # Where Flux starts.
			    entryPoints: [clusters/two]

			    # What no Flux object reaches: scripts, kubeadm files and manifests of the nodes.
			    files: [nodes/two/**]

			    # The repository declares these networks; they need not be named here:
			    #   pod: 10.42.0.0/16 (kubeadm)
			    #   service: 10.43.0.0/16 (kubeadm)

			    # Where the cluster is to go: IPv4 as it is, and IPv6 beside it. \`migrate\` proposes the same without these lines;
			    # with them, lint also reports what does not fit the target yet.
			    # - fdb1:b2c3:d4e5::/56: unique local (RFC 4193), global ID b1b2c3d4e5; overlaps nothing that is
			    #   declared or a default; 256 blocks of /64 for 0 known nodes; 64 - 56 is within the 16 bits that
			    #   kube-controller-manager takes.
			    # - fdb1:b2c3:d4e5:100::/112: unique local (RFC 4193), global ID b1b2c3d4e5; overlaps nothing that is
			    #   declared or a default; a /112 has 16 host bits; kubeadm takes up to 20.
			    # target:
			    #   podCIDRs: [10.42.0.0/16, fdb1:b2c3:d4e5::/56]
			    #   serviceCIDRs: [10.43.0.0/16, fdb1:b2c3:d4e5:100::/112]
			    #   nodeMaskSizes: {ipv4: 24, ipv6: 64}

			    # The random bits of every IPv6 prefix that is proposed (RFC 4193): other bits make other prefixes, so keep them.
			    migration:
			      seed: "b1b2c3d4e5"
			"
		`);
		expect(findings({ ...texts, [name]: text })).toEqual(findings(texts));
	});
});
