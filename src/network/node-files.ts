import type { Unresolved } from '../render/resource.ts';
import { type RepoPath, withoutMark } from '../repo/location.ts';
import type { SourceFile } from '../repo/parse.ts';
import { isSysctlFile } from './readers/host-network.ts';
import { isInterfacesFile } from './readers/ifupdown.ts';
import { isLoaderFile } from './readers/kernel-arguments.ts';
import { isNetworkFile } from './readers/networkd.ts';

/** How a file that no Flux entry point reaches is to be read. */
type NodeFileKind = 'script' | 'yaml' | 'text';

/**
 * Whether a file holds what nodes and their control plane are set up with, by its text. Only what a reader could
 * make something of is worth parsing.
 */
export function classify(path: string, text: string): NodeFileKind | undefined {
	if (isProse(path)) return undefined;
	if (isScript(path, text)) return scriptWords.test(text) || installsCilium(text) ? 'script' : undefined;
	if (isSysctlFile(path)) return netSetting.test(text) ? 'text' : undefined;
	if (isLoaderFile(path)) return text.includes('ipv6.disable') ? 'text' : undefined;
	const own = withoutMark(text);
	if (!isYaml(path) && (isNetworkFile(own) || isInterfacesFile(own))) return 'text';
	if (isNetplan(path, own) || isCloudConfig(own)) return 'yaml';
	if (isKubeadmPatch(path) && controlPlane.test(own)) return 'yaml';
	if (configuration.test(own) || isStaticPod(own) || (isYaml(path) && isDistribution(own))) return 'yaml';
	if (!isYaml(path) && kubeletOptions.test(text)) return 'text';
	return undefined;
}

/** Files that show how something is done and do nothing. */
function isProse(path: string): boolean {
	return /\.(?:md|mdx|adoc|rst|txt|html|ipynb|diff|patch)$/i.test(path) && !isLoaderFile(path);
}

function isScript(path: string, text: string): boolean {
	if (/\.(?:sh|bash)(?:\.\w+)?$/.test(path)) return true;
	return text.startsWith('#!') && /^#!.*\b(?:ba|da|a)?sh\b/.test(text.slice(0, 100));
}

/** netplan, or cloud-init's `network-config`; anything else may have a key `network` too. */
function isNetplan(path: string, text: string): boolean {
	if (!isYaml(path) && !/(?:^|\/)network-config[^/]*$/.test(path)) return false;
	return /^[ \t]*version:[ \t]*2\b/m.test(text) && /^[ \t]*(?:ethernets|bonds|bridges|vlans|wifis):/m.test(text);
}

/** cloud-init's user data with files that matter. */
function isCloudConfig(text: string): boolean {
	return /^#cloud-config\b/m.test(text) && /^write_files:/m.test(text) && writtenWords.test(text);
}

const writtenWords = /netplan|systemd\/network|network\/interfaces|sysctl|rancher\/|default\/grub|kubeadm|kubelet/;

function isYaml(path: string): boolean {
	return /\.(?:ya?ml|json)(?:\.\w+)?$/.test(path);
}

/** Commands and documents in a script that say something about addresses. */
const scriptWords =
	/\bkubeadm\b|--node-ip\b|create-external-cluster-resources|--(?:cluster|service)-cidr\b|\bnet[./]ipv[46][./]|\bcilium (?:install|upgrade)\b|\b(?:Kubelet|KubeProxy)Configuration\b|\bCilium\w*IP(?:Pool|V)|\/netplan\/|\/systemd\/network\/|\/network\/interfaces|\/rancher\/(?:k3s|rke2)\/|\bipv6\.disable|\bINSTALL_(?:K3S|RKE2)_EXEC\b/;

/** Both words somewhere in the text; a command of Helm often goes over several lines. */
function installsCilium(text: string): boolean {
	return /\bhelm\b/.test(text) && /\bcilium\b/.test(text);
}

/** API groups of the files that kubeadm, the kubelet and kube-proxy read; indented inside a ConfigMap. */
const configuration =
	/^[ \t]*["']?apiVersion["']?:[ \t]*["']?(?:kubeadm|kubelet\.config|kubeproxy\.config)\.k8s\.io\//m;

/**
 * True for a file that kubeadm merges into a manifest, such as `kube-apiserver0+strategic.yaml`; it need not name its
 * kind. kubeadm, `app/util/patches/patches.go`. Patches of JSON hold operations and no command line.
 */
export function isKubeadmPatch(path: string): boolean {
	return /(?:^|\/)(?:kube-apiserver|kube-controller-manager)\w*(?:\+(?:strategic|merge))?\.(?:ya?ml|json)$/.test(path);
}

/** A Pod of the control plane, or the DaemonSet of kube-proxy. */
function isStaticPod(text: string): boolean {
	return /^["']?kind["']?:[ \t]*["']?(?:Pod|DaemonSet)\b/m.test(text) && controlPlane.test(text);
}

const controlPlane =
	/(?:^[ \t]*-|\[|,)[ \t]*["']?(?:\/[\w./-]*\/)?(?:kube-(?:apiserver|controller-manager|scheduler|proxy)|etcd)\b/m;

/** Folders that hold what is no longer, or not yet, in use: a template beside what was made of it, an old cluster. */
const unused = /(?:^|\/)[._]?(?:archived?|old|deprecated|templates?|tests?|examples?|docs|e2e|ci)\//i;

/** True for a distribution's file in a folder of what is not in use. */
export function isSetAside(path: RepoPath, text: string): boolean {
	return unused.test(path) && isYaml(path) && isDistribution(withoutMark(text));
}

/** The files by which distributions make clusters; see each reader for what makes sure of it. */
function isDistribution(text: string): boolean {
	return distributions.some((one) => one.every((part) => part.test(text)));
}

const distributions: readonly (readonly RegExp[])[] = [
	// Talos: a machine config, a patch of one, the documents of 1.14.
	[
		/^(?:machine|cluster):[ \t]*(?:#.*)?$/m,
		/\b(?:podSubnets|serviceSubnets|validSubnets|extraArgs|sysctls|extraKernelArgs|interfaces)\b/,
	],
	[
		/^apiVersion:[ \t]*v1alpha1\b/m,
		/^kind:[ \t]*(?:Kube(?:Network|Node|ControllerManager)|Link|VLAN|Bond|Bridge|DummyLink)Config\b/m,
	],
	// A Pulumi stack that a program makes machine configs of.
	[/^config:[ \t]*$/m, /^[ \t]+podSubnets:/m, /^[ \t]+serviceSubnets:/m],
	[/^clusterName:/m, /^nodes:/m, /^(?:endpoint|talosVersion|kubernetesVersion):/m],
	// k3s and RKE2, also in Ansible variables.
	[/^[ \t]*["']?(?:(?:cluster|service)-cidr\+?|flannel-backend)["']?:/m],
	[/^[ \t]*["']?tls-san["']?:/m, /^[ \t]*["']?(?:cluster-init|token|disable|write-kubeconfig-mode|cni)["']?:/m],
	[/^["']?apiVersion["']?:[ \t]*["']?helm\.cattle\.io\//m],
	[/--(?:cluster|service)-cidr\b/, /\bk3[sd]\b|^extra_(?:server_)?args:|rke2/m],
	[/k0s(?:ctl)?\.k0sproject\.io\//],
	[/^kube_(?:pods_subnet|service_addresses)(?:_ipv6)?:/m],
	[
		/^["']?apiVersion["']?:[ \t]*["']?(?:cluster\.x-k8s\.io|kops\.k8s\.io|kind\.x-k8s\.io|anywhere\.eks\.amazonaws\.com)\//m,
	],
];

const netSetting = /^[ \t]*(?:-[ \t]*)?net[./]/m;
const kubeletOptions = /\bKUBELET_\w*=|^[ \t]*ExecStart=\S*\/(?:kubelet|k3s|rke2)\s/m;

/**
 * A template that is no YAML before it is filled in: what its maps would say cannot be known. Undefined for files
 * that can be read, and for those that are simply wrong.
 */
export function unreadableTemplate(file: SourceFile): Unresolved | undefined {
	const [first] = file.syntaxErrors;
	if (first === undefined || !isTemplate(file)) return undefined;
	return { why: 'templated', what: 'a template that is filled in elsewhere', at: first.origin };
}

function isTemplate({ path, text }: SourceFile): boolean {
	return /\.(?:j2|jinja2?|tpl|tmpl|template|gotmpl)$/.test(path) || text.includes('{{') || text.includes('{%');
}
