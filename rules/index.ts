import type { Rule } from '../src/rule.ts';
import { calicoPoolOutsidePods } from './add-ons/calico-pool-outside-pods.ts';
import { calicoPoolRefused } from './add-ons/calico-pool-refused.ts';
import { dnsDropsIpv6 } from './add-ons/dns-drops-ipv6.ts';
import { istioOneSwitch } from './add-ons/istio-one-switch.ts';
import { nodeLocalDnsFamilies } from './add-ons/node-local-dns-families.ts';
import { settingNotInForce } from './add-ons/setting-not-in-force.ts';
import { virtualAddressLength } from './add-ons/virtual-address-length.ts';
import { familyMissing } from './addressing/family-missing.ts';
import { hostBits } from './addressing/host-bits.ts';
import { listForOneValue } from './addressing/list-for-one-value.ts';
import { networksOverlap } from './addressing/networks-overlap.ts';
import { notAPrefix } from './addressing/not-a-prefix.ts';
import { refusedByTheApi } from './addressing/refused-by-the-api.ts';
import { specialPurpose } from './addressing/special-purpose.ts';
import { undefinedUniqueLocal } from './addressing/undefined-unique-local.ts';
import { wrongFamily } from './addressing/wrong-family.ts';
import { zeroGlobalId } from './addressing/zero-global-id.ts';
import { chartMakesStorage } from './ceph/chart-makes-storage.ts';
import { consumerNeedsMore } from './ceph/consumer-needs-more.ts';
import { csiWithoutMonitors } from './ceph/csi-without-monitors.ts';
import { driversNotDeployed } from './ceph/drivers-not-deployed.ts';
import { duplicateMonitor } from './ceph/duplicate-monitor.ts';
import { exportEndpoint } from './ceph/export-endpoint.ts';
import { externalNotEnabled } from './ceph/external-not-enabled.ts';
import { gatewayEndpoint } from './ceph/gateway-endpoint.ts';
import { hostNetworkPortClash } from './ceph/host-network-port-clash.ts';
import { imageNewerThanCluster } from './ceph/image-newer-than-cluster.ts';
import { ipFamilyWithoutEffect } from './ceph/ip-family-without-effect.ts';
import { malformedMonitorEndpoint } from './ceph/malformed-monitor-endpoint.ts';
import { managerEndpoint } from './ceph/manager-endpoint.ts';
import { messengerModeMissing } from './ceph/messenger-mode-missing.ts';
import { mixedMonitorPorts } from './ceph/mixed-monitor-ports.ts';
import { monitorConfigMap } from './ceph/monitor-config-map.ts';
import { monitorsNotCreateOnly } from './ceph/monitors-not-create-only.ts';
import { noIpv6PathToMonitors } from './ceph/no-ipv6-path-to-monitors.ts';
import { nodePluginOffHostNetwork } from './ceph/node-plugin-off-host-network.ts';
import { objectStorageClient } from './ceph/object-storage-client.ts';
import { operatorOwnedObject } from './ceph/operator-owned-object.ts';
import { plainKey } from './ceph/plain-key.ts';
import { policyShutsOutMonitors } from './ceph/policy-shuts-out-monitors.ts';
import { retiredRookValue } from './ceph/retired-value.ts';
import { secretKeys } from './ceph/secret-keys.ts';
import { storageClass } from './ceph/storage-class.ts';
import { unknownIpFamily } from './ceph/unknown-ip-family.ts';
import { apiServerHost } from './cilium/api-server-host.ts';
import { apiVersionNotServed } from './cilium/api-version-not-served.ts';
import { autoDirectNodeRoutesTunnel } from './cilium/auto-direct-node-routes-tunnel.ts';
import { bgpAdvertisesNothing } from './cilium/bgp-advertises-nothing.ts';
import { bootstrapValuesDiffer } from './cilium/bootstrap-values-differ.ts';
import { bothFamiliesOff } from './cilium/both-families-off.ts';
import { chartRefuses } from './cilium/chart-refuses.ts';
import { clusterPoolEmpty } from './cilium/cluster-pool-empty.ts';
import { clusterPoolMismatch } from './cilium/cluster-pool-mismatch.ts';
import { clusterPoolUnset } from './cilium/cluster-pool-unset.ts';
import { defaultPoolLacksFamily } from './cilium/default-pool-lacks-family.ts';
import { dsrTunnel } from './cilium/dsr-tunnel.ts';
import { egressGatewayIpv6 } from './cilium/egress-gateway-ipv6.ts';
import { extraConfigRepeats } from './cilium/extra-config-repeats.ts';
import { featureConflict } from './cilium/feature-conflict.ts';
import { ipv6WithoutPodCidr } from './cilium/ipv6-without-pod-cidr.ts';
import { l2AnnouncementIpv6 } from './cilium/l2-announcement-ipv6.ts';
import { masqueradeConflict } from './cilium/masquerade-conflict.ts';
import { masqueradeListLacksPods } from './cilium/masquerade-list-lacks-pods.ts';
import { masqueradeWithPublicAddress } from './cilium/masquerade-with-public-address.ts';
import { mtuBelowIpv6Minimum } from './cilium/mtu-below-ipv6-minimum.ts';
import { nativeRoutingCidrContainsStorage } from './cilium/native-routing-cidr-contains-storage.ts';
import { nativeRoutingCidrMismatch } from './cilium/native-routing-cidr-mismatch.ts';
import { nativeRoutingCidrMissing } from './cilium/native-routing-cidr-missing.ts';
import { nativeRoutingWithoutRoutes } from './cilium/native-routing-without-routes.ts';
import { nodeConfigDiffers } from './cilium/node-config-differs.ts';
import { nodeWithoutIpv6 } from './cilium/node-without-ipv6.ts';
import { poolFieldNotRead } from './cilium/pool-field-not-read.ts';
import { poolMaskOutOfRange } from './cilium/pool-mask-out-of-range.ts';
import { poolPrefixesOverlap } from './cilium/pool-prefixes-overlap.ts';
import { poolTooFewBlocks } from './cilium/pool-too-few-blocks.ts';
import { poolValuesUnused } from './cilium/pool-values-unused.ts';
import { retiredValue } from './cilium/retired-value.ts';
import { valueType } from './cilium/value-type.ts';
import { advertiseAddressFamily } from './control-plane/advertise-address-family.ts';
import { advertiseAnnotationMismatch } from './control-plane/advertise-annotation-mismatch.ts';
import { certificateLacksAddress } from './control-plane/certificate-lacks-address.ts';
import { clusterCidrMissing } from './control-plane/cluster-cidr-missing.ts';
import { defaultServiceCidrConflict } from './control-plane/default-service-cidr-conflict.ts';
import { extraArgsRefused } from './control-plane/extra-args-refused.ts';
import { extraArgsRepeated } from './control-plane/extra-args-repeated.ts';
import { familyOrderMismatch } from './control-plane/family-order-mismatch.ts';
import { featureGateRefused } from './control-plane/feature-gate-refused.ts';
import { kubeadmVersionRefused } from './control-plane/kubeadm-version-refused.ts';
import { noChangeInPlace } from './control-plane/no-change-in-place.ts';
import { nodeMaskFlagsConflict } from './control-plane/node-mask-flags-conflict.ts';
import { nodeMaskMismatch } from './control-plane/node-mask-mismatch.ts';
import { nodeMaskOutOfRange } from './control-plane/node-mask-out-of-range.ts';
import { nodeMaskTooLong } from './control-plane/node-mask-too-long.ts';
import { notAnEndpoint } from './control-plane/not-an-endpoint.ts';
import { podCidrMismatch } from './control-plane/pod-cidr-mismatch.ts';
import { podCidrSize } from './control-plane/pod-cidr-size.ts';
import { rangeAddedTwice } from './control-plane/range-added-twice.ts';
import { secondFamilyRefused } from './control-plane/second-family-refused.ts';
import { serviceCidrMismatch } from './control-plane/service-cidr-mismatch.ts';
import { serviceCidrSize } from './control-plane/service-cidr-size.ts';
import { serviceRangeWithoutAddresses } from './control-plane/service-range-without-addresses.ts';
import { tooFewNodeBlocks } from './control-plane/too-few-node-blocks.ts';
import { tooManyPrefixes } from './control-plane/too-many-prefixes.ts';
import { appliedTwice } from './flux/applied-twice.ts';
import { definitionNotAwaited } from './flux/definition-not-awaited.ts';
import { dependencyCycle } from './flux/dependency-cycle.ts';
import { dependencyNotFound } from './flux/dependency-not-found.ts';
import { duplicateKey } from './flux/duplicate-key.ts';
import { encryptedNotDecrypted } from './flux/encrypted-not-decrypted.ts';
import { referenceNotFound } from './flux/reference-not-found.ts';
import { suspendedKustomization } from './flux/suspended-kustomization.ts';
import { unknownValue } from './flux/unknown-value.ts';
import { unreadableFile } from './flux/unreadable-file.ts';
import { unresolvedSource } from './flux/unresolved-source.ts';
import { yamlSyntax } from './flux/yaml-syntax.ts';
import { addressOnTwoNodes } from './nodes/address-on-two-nodes.ts';
import { clusterDnsOutsideServices } from './nodes/cluster-dns-outside-services.ts';
import { hostWithoutIpv6 } from './nodes/host-without-ipv6.ts';
import { ipv6Disabled } from './nodes/ipv6-disabled.ts';
import { ipv6ForwardingMissing } from './nodes/ipv6-forwarding-missing.ts';
import { mtuBelowMinimum } from './nodes/mtu-below-minimum.ts';
import { noIpv6DefaultRoute } from './nodes/no-ipv6-default-route.ts';
import { nodeIpOrder } from './nodes/node-ip-order.ts';
import { nodeIpPairRefused } from './nodes/node-ip-pair-refused.ts';
import { nodeIpSameFamily } from './nodes/node-ip-same-family.ts';
import { nodeIpSingleFamily } from './nodes/node-ip-single-family.ts';
import { nodeIpUnreadable } from './nodes/node-ip-unreadable.ts';
import { nodeIpUnusable } from './nodes/node-ip-unusable.ts';
import { nodePortAddressesLackFamily } from './nodes/node-port-addresses-lack-family.ts';
import { podCidrsOutsideClusterCidr } from './nodes/pod-cidrs-outside-cluster-cidr.ts';
import { podCidrsRefused } from './nodes/pod-cidrs-refused.ts';
import { proxySettingOfAbsentFamily } from './nodes/proxy-setting-of-absent-family.ts';
import { proxyWithoutUsableCidr } from './nodes/proxy-without-usable-cidr.ts';
import { routerAdvertisementsIgnored } from './nodes/router-advertisements-ignored.ts';
import { validSubnetsLackFamily } from './nodes/valid-subnets-lack-family.ts';
import { addressesRefused } from './services/addresses-refused.ts';
import { dualStackServiceOnSingleStackCluster } from './services/dual-stack-service-on-single-stack-cluster.ts';
import { exceptLacksFamily } from './services/except-lacks-family.ts';
import { exceptOutsideBlock } from './services/except-outside-block.ts';
import { familyNotConfigured } from './services/family-not-configured.ts';
import { gatewayAddressOutsidePools } from './services/gateway-address-outside-pools.ts';
import { loadBalancerIpOutsidePools } from './services/load-balancer-ip-outside-pools.ts';
import { policyContradictsFamilies } from './services/policy-contradicts-families.ts';
import { policyLacksFamily } from './services/policy-lacks-family.ts';
import { poolLacksFamily } from './services/pool-lacks-family.ts';
import { serviceCidrRefused } from './services/service-cidr-refused.ts';
import { sourceRangesLackFamily } from './services/source-ranges-lack-family.ts';
import { uniqueLocalPutFirst } from './services/unique-local-put-first.ts';
import { expiredSuppression } from './suppressions/expired.ts';
import { malformedSuppression } from './suppressions/malformed.ts';
import { unusedSuppression } from './suppressions/unused.ts';

/** Every rule, in reading order. */
export const rules: readonly Rule[] = [
	hostBits,
	notAPrefix,
	listForOneValue,
	wrongFamily,
	calicoPoolOutsidePods,
	calicoPoolRefused,
	dnsDropsIpv6,
	istioOneSwitch,
	nodeLocalDnsFamilies,
	settingNotInForce,
	virtualAddressLength,
	familyMissing,
	networksOverlap,
	undefinedUniqueLocal,
	zeroGlobalId,
	refusedByTheApi,
	specialPurpose,
	podCidrMismatch,
	rangeAddedTwice,
	secondFamilyRefused,
	serviceCidrMismatch,
	familyOrderMismatch,
	noChangeInPlace,
	nodeMaskFlagsConflict,
	nodeMaskOutOfRange,
	podCidrSize,
	serviceCidrSize,
	tooFewNodeBlocks,
	tooManyPrefixes,
	serviceRangeWithoutAddresses,
	advertiseAddressFamily,
	featureGateRefused,
	extraArgsRefused,
	extraArgsRepeated,
	kubeadmVersionRefused,
	notAnEndpoint,
	clusterCidrMissing,
	defaultServiceCidrConflict,
	nodeMaskTooLong,
	nodeMaskMismatch,
	advertiseAnnotationMismatch,
	certificateLacksAddress,
	autoDirectNodeRoutesTunnel,
	bootstrapValuesDiffer,
	bothFamiliesOff,
	clusterPoolMismatch,
	clusterPoolUnset,
	clusterPoolEmpty,
	dsrTunnel,
	ipv6WithoutPodCidr,
	nativeRoutingCidrMismatch,
	nativeRoutingCidrMissing,
	poolMaskOutOfRange,
	poolTooFewBlocks,
	featureConflict,
	masqueradeConflict,
	chartRefuses,
	retiredValue,
	masqueradeListLacksPods,
	nativeRoutingWithoutRoutes,
	nativeRoutingCidrContainsStorage,
	nodeWithoutIpv6,
	masqueradeWithPublicAddress,
	apiServerHost,
	bgpAdvertisesNothing,
	l2AnnouncementIpv6,
	egressGatewayIpv6,
	poolFieldNotRead,
	defaultPoolLacksFamily,
	nodeConfigDiffers,
	apiVersionNotServed,
	poolPrefixesOverlap,
	poolValuesUnused,
	valueType,
	mtuBelowIpv6Minimum,
	extraConfigRepeats,
	duplicateMonitor,
	externalNotEnabled,
	driversNotDeployed,
	exportEndpoint,
	imageNewerThanCluster,
	objectStorageClient,
	plainKey,
	secretKeys,
	consumerNeedsMore,
	csiWithoutMonitors,
	gatewayEndpoint,
	managerEndpoint,
	messengerModeMissing,
	monitorConfigMap,
	operatorOwnedObject,
	storageClass,
	unknownIpFamily,
	malformedMonitorEndpoint,
	mixedMonitorPorts,
	noIpv6PathToMonitors,
	monitorsNotCreateOnly,
	ipFamilyWithoutEffect,
	chartMakesStorage,
	retiredRookValue,
	hostNetworkPortClash,
	nodePluginOffHostNetwork,
	policyShutsOutMonitors,
	duplicateKey,
	appliedTwice,
	dependencyCycle,
	referenceNotFound,
	encryptedNotDecrypted,
	suspendedKustomization,
	unknownValue,
	unreadableFile,
	unresolvedSource,
	yamlSyntax,
	dependencyNotFound,
	definitionNotAwaited,
	ipv6ForwardingMissing,
	nodeIpSameFamily,
	nodeIpSingleFamily,
	nodeIpUnreadable,
	nodeIpUnusable,
	addressOnTwoNodes,
	hostWithoutIpv6,
	ipv6Disabled,
	mtuBelowMinimum,
	noIpv6DefaultRoute,
	routerAdvertisementsIgnored,
	validSubnetsLackFamily,
	nodeIpPairRefused,
	nodePortAddressesLackFamily,
	proxyWithoutUsableCidr,
	podCidrsOutsideClusterCidr,
	podCidrsRefused,
	clusterDnsOutsideServices,
	nodeIpOrder,
	proxySettingOfAbsentFamily,
	dualStackServiceOnSingleStackCluster,
	exceptOutsideBlock,
	addressesRefused,
	policyContradictsFamilies,
	familyNotConfigured,
	gatewayAddressOutsidePools,
	loadBalancerIpOutsidePools,
	poolLacksFamily,
	serviceCidrRefused,
	policyLacksFamily,
	exceptLacksFamily,
	sourceRangesLackFamily,
	uniqueLocalPutFirst,
	unusedSuppression,
	expiredSuppression,
	malformedSuppression,
];
