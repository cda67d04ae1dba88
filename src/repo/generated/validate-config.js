import func4Module from "ajv/dist/runtime/ucs2length.js";
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dualstack-lint configuration","description":"The file .dualstack-lint.yaml at the root of a repository. Everything works without it; it tells what lies outside the repository.","type":"object","required":["version"],"additionalProperties":false,"properties":{"version":{"description":"Version of this format.","const":1},"clusters":{"description":"One entry for each cluster, by name. With one cluster its keys may stand at the top level instead.","type":"object","minProperties":1,"additionalProperties":{"$ref":"#/definitions/cluster"}},"entryPoints":{"$ref":"#/definitions/entryPoints"},"files":{"$ref":"#/definitions/files"},"networks":{"$ref":"#/definitions/networks"},"nodes":{"$ref":"#/definitions/nodes"},"target":{"$ref":"#/definitions/target"},"ceph":{"$ref":"#/definitions/ceph"},"migration":{"$ref":"#/definitions/migration"},"conventions":{"$ref":"#/definitions/conventions"},"rules":{"description":"Severity by rule id. `off` switches a rule off.","type":"object","additionalProperties":{"$ref":"#/definitions/ruleSeverity"}},"overrides":{"description":"Other severities for some files. Of several that fit, the last counts.","type":"array","items":{"type":"object","required":["paths","rules"],"additionalProperties":false,"properties":{"paths":{"description":"Glob patterns of the files; one of them has to fit.","type":"array","minItems":1,"items":{"type":"string"}},"rules":{"description":"Severity by rule id, as in `rules` at the top.","type":"object","additionalProperties":{"$ref":"#/definitions/ruleSeverity"}}}}},"accept":{"description":"Single findings that are known and meant: a rule and the value that it judges.","type":"array","items":{"type":"object","required":["rule","value","reason"],"additionalProperties":false,"properties":{"rule":{"description":"Id of the rule.","type":"string"},"value":{"description":"The value that is accepted, as the finding names it.","type":"string"},"reason":{"description":"Why it is meant.","type":"string","pattern":"\\S"}}}},"ignore":{"description":"Glob patterns of files whose findings are left out.","type":"array","items":{"type":"string"}},"failOn":{"description":"The mildest severity that makes the run fail.","enum":["error","warning","info","never"]},"github":{"description":"What the GitHub App does beside checking. It counts once it stands on the branch that a pull request is for.","type":"object","additionalProperties":false,"properties":{"comments":{"description":"`suggestions`: safe fixes of changed lines are suggested in a review. Off unless set.","enum":["off","suggestions"]},"fixes":{"description":"Whether the check offers to commit safe fixes to a pull request. On unless set.","type":"boolean"},"pullRequests":{"description":"What the pull requests of a migration are given when they are opened. Owners of the changed files are asked for a review by GitHub itself.","type":"object","additionalProperties":false,"properties":{"labels":{"description":"Labels, which exist or are made.","type":"array","items":{"type":"string","minLength":1}},"assignees":{"description":"Logins of people.","type":"array","items":{"type":"string","minLength":1}},"reviewers":{"description":"Logins of people who are asked for a review.","type":"array","items":{"type":"string","minLength":1}},"draft":{"description":"`true`: they are opened as drafts.","type":"boolean"}}}}},"sources":{"description":"Folders that hold the content of other Flux sources: `namespace/name` of the source to a path.","type":"object","additionalProperties":{"type":"string"}}},"definitions":{"severity":{"enum":["off","info","warning","error"]},"ruleSeverity":{"anyOf":[{"$ref":"#/definitions/severity"},{"type":"object","required":["severity","reason"],"additionalProperties":false,"properties":{"severity":{"$ref":"#/definitions/severity"},"reason":{"description":"Why, for whoever reads it next.","type":"string","pattern":"\\S"}}}]},"cluster":{"type":"object","additionalProperties":false,"properties":{"entryPoints":{"$ref":"#/definitions/entryPoints"},"files":{"$ref":"#/definitions/files"},"networks":{"$ref":"#/definitions/networks"},"nodes":{"$ref":"#/definitions/nodes"},"target":{"$ref":"#/definitions/target"},"ceph":{"$ref":"#/definitions/ceph"},"migration":{"$ref":"#/definitions/migration"},"conventions":{"$ref":"#/definitions/conventions"}}},"ceph":{"description":"The external Ceph cluster that Rook is to connect to, for `migrate --phase rook`. Linting reads only the version and refuses what is no monitor. Nothing here is secret.","type":"object","additionalProperties":false,"properties":{"fsid":{"description":"The id of the Ceph cluster, as `ceph fsid` prints it.","type":"string","pattern":"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"},"version":{"description":"Version of the Ceph cluster, such as 19.2.3, as `ceph version` prints it.","type":"string"},"messenger":{"description":"How clients speak to Ceph: `v1` (port 6789) or `v2` (port 3300; needs Linux 5.11 on every node).","enum":["v1","v2"]},"monitors":{"description":"All monitors, as `ceph mon dump` lists them.","type":"array","minItems":1,"items":{"type":"object","required":["id","address"],"additionalProperties":false,"properties":{"id":{"description":"The id of the monitor, without `mon.`; on Proxmox the name of the host.","type":"string"},"address":{"description":"Its address, such as fd00:ce::1, or with a port as [fd00:ce::1]:6789.","type":"string"}}}},"rbd":{"description":"Block volumes.","type":"object","required":["pool"],"additionalProperties":false,"properties":{"pool":{"description":"The pool for volumes; with `dataPool` the replicated pool for their metadata.","type":"string","pattern":"\\S"},"dataPool":{"description":"The erasure-coded pool for the data of volumes.","type":"string","pattern":"\\S"},"storageClass":{"description":"Name of the StorageClass; `ceph-rbd` by default.","$ref":"#/definitions/name"}}},"cephfs":{"description":"Shared volumes.","type":"object","required":["name","pool"],"additionalProperties":false,"properties":{"name":{"description":"Name of the file system, as `ceph fs ls` prints it.","type":"string","pattern":"\\S"},"pool":{"description":"Its data pool.","type":"string","pattern":"\\S"},"storageClass":{"description":"Name of the StorageClass; `cephfs` by default.","$ref":"#/definitions/name"}}},"rgw":{"description":"The object gateway (S3).","type":"object","required":["hostname","port"],"additionalProperties":false,"properties":{"hostname":{"description":"A DNS name with an AAAA record. Addresses work with few releases of Rook.","type":"string","pattern":"\\S"},"port":{"description":"The port that the gateway listens on.","type":"integer","minimum":1,"maximum":65535},"tls":{"description":"`true`: the port speaks TLS.","type":"boolean"},"certificateSecret":{"description":"With TLS: the Secret in the namespace of the CephCluster that holds the certificate authority (type Opaque, key `cert`); `ceph-rgw-ca` by default.","$ref":"#/definitions/name"},"store":{"description":"Name of the CephObjectStore; `ceph-external` by default.","$ref":"#/definitions/name"}}},"loki":{"description":"Loki, which keeps its logs in the object gateway.","type":"object","required":["namespace","buckets"],"additionalProperties":false,"properties":{"namespace":{"description":"The namespace that Loki runs in.","$ref":"#/definitions/name"},"buckets":{"description":"Names of the buckets.","type":"object","required":["chunks"],"additionalProperties":false,"properties":{"chunks":{"type":"string","pattern":"\\S"},"ruler":{"type":"string","pattern":"\\S"},"admin":{"type":"string","pattern":"\\S"}}}}},"rook":{"description":"The Rook operator. What the repository says about it wins.","type":"object","additionalProperties":false,"properties":{"version":{"description":"Version of the chart rook-ceph, where no release pins one: v1.20.6.","type":"string","pattern":"^v?\\d+\\.\\d+\\.\\d+$"},"operatorNamespace":{"description":"The namespace of the operator; `rook-ceph` by default.","$ref":"#/definitions/name"},"clusterNamespace":{"description":"The namespace of the CephCluster; by default that of the operator.","$ref":"#/definitions/name"}}},"secrets":{"description":"How the keys of Ceph get into the cluster. They never stand in a file of the migration.","type":"object","required":["mode"],"additionalProperties":false,"properties":{"mode":{"description":"`externalSecret`: from a store, with the External Secrets Operator. `sops`: encrypted files that you write. `manual`: Rook's import script writes them.","enum":["externalSecret","sops","manual"]},"store":{"description":"With externalSecret: name of the store.","$ref":"#/definitions/name"},"storeKind":{"description":"With externalSecret: ClusterSecretStore by default.","enum":["ClusterSecretStore","SecretStore"]},"path":{"description":"With externalSecret: what stands before the name of the Secret in the keys of the store, such as `rook/`.","type":"string","pattern":"^\\S*$"}}}}},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},"migration":{"description":"How the way to the target is to be gone. Linting does not read it.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"`false`: this cluster stays as it is, and nobody proposes changes.","type":"boolean"},"seed":{"description":"40 random bits as ten hexadecimal digits: the global ID (RFC 4193) of every prefix that is proposed. Written once, so that proposals never change.","type":"string","pattern":"^[0-9a-fA-F]{10}$"},"strategy":{"description":"`in-place` changes the running cluster phase by phase; `rebuild` changes what a new cluster is made from.","enum":["in-place","rebuild"]},"services":{"description":"Services that get both families in the end, as `namespace/name`, or `all`.","anyOf":[{"const":"all"},{"type":"array","items":{"type":"string","pattern":"^[^/\\s]+/[^/\\s]+$"}}]},"loadBalancer":{"description":"`true`: also IPv6 blocks for load balancer pools.","type":"boolean"}}},"conventions":{"description":"How files of this repository are laid out, where neighbours do not show it. For `migrate`; linting does not read it.","type":"object","additionalProperties":false,"properties":{"operatorFolder":{"description":"Folder for the files of the Rook operator.","type":"string"},"storageFolder":{"description":"Folder for the objects of the external Ceph cluster.","type":"string"},"overlayFolder":{"description":"Folder for what only this cluster has, such as addresses; by default the storage folder.","type":"string"},"fluxFolder":{"description":"Folder for new Flux Kustomizations.","type":"string"},"fileNames":{"description":"`kebab`: helm-release.yaml; `lower`: helmrelease.yaml.","enum":["kebab","lower"]},"comments":{"description":"`false`: new files have no comments.","type":"boolean"}}},"entryPoints":{"description":"Folders that Flux applies first, such as clusters/production. Found by themselves where Flux declares them.","type":"array","items":{"type":"string"}},"files":{"description":"Glob patterns of files outside Flux that belong to the cluster: bootstrap scripts, kubeadm files, manifests of the nodes.","type":"array","items":{"type":"string"}},"networks":{"description":"Networks that the repository does not declare anywhere else.","type":"array","items":{"type":"object","required":["role","cidrs"],"additionalProperties":false,"properties":{"role":{"description":"What the network is for.","enum":["node","pod","service","load-balancer","ceph-public","ceph-cluster","other"]},"name":{"description":"A name for reports; needed where the role is `other`.","type":"string"},"cidrs":{"$ref":"#/definitions/cidrs"}}}},"nodes":{"description":"The machines of the cluster.","type":"array","items":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"},"role":{"enum":["control-plane","worker"]},"addresses":{"description":"Addresses of the machine, IPv4 and IPv6.","type":"array","items":{"type":"string"}}}}},"target":{"description":"The address plan that the cluster shall reach.","type":"object","additionalProperties":false,"properties":{"podCIDRs":{"$ref":"#/definitions/cidrs"},"serviceCIDRs":{"$ref":"#/definitions/cidrs"},"nodeMaskSizes":{"description":"Prefix length of the block that each node gets out of the pod network.","type":"object","additionalProperties":false,"properties":{"ipv4":{"type":"integer","minimum":0,"maximum":32},"ipv6":{"type":"integer","minimum":0,"maximum":128}}}}},"cidrs":{"description":"Prefixes such as 10.42.0.0/16 or fd00:10:42::/56, the primary family first.","type":"array","minItems":1,"items":{"type":"string"}}}};
const schema13 = {"description":"Folders that Flux applies first, such as clusters/production. Found by themselves where Flux declares them.","type":"array","items":{"type":"string"}};
const schema14 = {"description":"Glob patterns of files outside Flux that belong to the cluster: bootstrap scripts, kubeadm files, manifests of the nodes.","type":"array","items":{"type":"string"}};
const schema17 = {"description":"The machines of the cluster.","type":"array","items":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"},"role":{"enum":["control-plane","worker"]},"addresses":{"description":"Addresses of the machine, IPv4 and IPv6.","type":"array","items":{"type":"string"}}}}};
const schema30 = {"description":"How the way to the target is to be gone. Linting does not read it.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"`false`: this cluster stays as it is, and nobody proposes changes.","type":"boolean"},"seed":{"description":"40 random bits as ten hexadecimal digits: the global ID (RFC 4193) of every prefix that is proposed. Written once, so that proposals never change.","type":"string","pattern":"^[0-9a-fA-F]{10}$"},"strategy":{"description":"`in-place` changes the running cluster phase by phase; `rebuild` changes what a new cluster is made from.","enum":["in-place","rebuild"]},"services":{"description":"Services that get both families in the end, as `namespace/name`, or `all`.","anyOf":[{"const":"all"},{"type":"array","items":{"type":"string","pattern":"^[^/\\s]+/[^/\\s]+$"}}]},"loadBalancer":{"description":"`true`: also IPv6 blocks for load balancer pools.","type":"boolean"}}};
const schema31 = {"description":"How files of this repository are laid out, where neighbours do not show it. For `migrate`; linting does not read it.","type":"object","additionalProperties":false,"properties":{"operatorFolder":{"description":"Folder for the files of the Rook operator.","type":"string"},"storageFolder":{"description":"Folder for the objects of the external Ceph cluster.","type":"string"},"overlayFolder":{"description":"Folder for what only this cluster has, such as addresses; by default the storage folder.","type":"string"},"fluxFolder":{"description":"Folder for new Flux Kustomizations.","type":"string"},"fileNames":{"description":"`kebab`: helm-release.yaml; `lower`: helmrelease.yaml.","enum":["kebab","lower"]},"comments":{"description":"`false`: new files have no comments.","type":"boolean"}}};
const func2 = Object.prototype.hasOwnProperty;
const func4 = func4Module.default ?? func4Module;
const schema12 = {"type":"object","additionalProperties":false,"properties":{"entryPoints":{"$ref":"#/definitions/entryPoints"},"files":{"$ref":"#/definitions/files"},"networks":{"$ref":"#/definitions/networks"},"nodes":{"$ref":"#/definitions/nodes"},"target":{"$ref":"#/definitions/target"},"ceph":{"$ref":"#/definitions/ceph"},"migration":{"$ref":"#/definitions/migration"},"conventions":{"$ref":"#/definitions/conventions"}}};
const schema15 = {"description":"Networks that the repository does not declare anywhere else.","type":"array","items":{"type":"object","required":["role","cidrs"],"additionalProperties":false,"properties":{"role":{"description":"What the network is for.","enum":["node","pod","service","load-balancer","ceph-public","ceph-cluster","other"]},"name":{"description":"A name for reports; needed where the role is `other`.","type":"string"},"cidrs":{"$ref":"#/definitions/cidrs"}}}};
const schema16 = {"description":"Prefixes such as 10.42.0.0/16 or fd00:10:42::/56, the primary family first.","type":"array","minItems":1,"items":{"type":"string"}};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.role === undefined){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "role"},message:"must have required property '"+"role"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data0.cidrs === undefined){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "cidrs"},message:"must have required property '"+"cidrs"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data0){
if(!(((key0 === "role") || (key0 === "name")) || (key0 === "cidrs"))){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.role !== undefined){
let data1 = data0.role;
if(!(((((((data1 === "node") || (data1 === "pod")) || (data1 === "service")) || (data1 === "load-balancer")) || (data1 === "ceph-public")) || (data1 === "ceph-cluster")) || (data1 === "other"))){
const err3 = {instancePath:instancePath+"/" + i0+"/role",schemaPath:"#/items/properties/role/enum",keyword:"enum",params:{allowedValues: schema15.items.properties.role.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.name !== undefined){
if(typeof data0.name !== "string"){
const err4 = {instancePath:instancePath+"/" + i0+"/name",schemaPath:"#/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.cidrs !== undefined){
let data3 = data0.cidrs;
if(Array.isArray(data3)){
if(data3.length < 1){
const err5 = {instancePath:instancePath+"/" + i0+"/cidrs",schemaPath:"#/definitions/cidrs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(typeof data3[i1] !== "string"){
const err6 = {instancePath:instancePath+"/" + i0+"/cidrs/" + i1,schemaPath:"#/definitions/cidrs/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/" + i0+"/cidrs",schemaPath:"#/definitions/cidrs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

const schema18 = {"description":"The address plan that the cluster shall reach.","type":"object","additionalProperties":false,"properties":{"podCIDRs":{"$ref":"#/definitions/cidrs"},"serviceCIDRs":{"$ref":"#/definitions/cidrs"},"nodeMaskSizes":{"description":"Prefix length of the block that each node gets out of the pod network.","type":"object","additionalProperties":false,"properties":{"ipv4":{"type":"integer","minimum":0,"maximum":32},"ipv6":{"type":"integer","minimum":0,"maximum":128}}}}};

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "podCIDRs") || (key0 === "serviceCIDRs")) || (key0 === "nodeMaskSizes"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.podCIDRs !== undefined){
let data0 = data.podCIDRs;
if(Array.isArray(data0)){
if(data0.length < 1){
const err1 = {instancePath:instancePath+"/podCIDRs",schemaPath:"#/definitions/cidrs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(typeof data0[i0] !== "string"){
const err2 = {instancePath:instancePath+"/podCIDRs/" + i0,schemaPath:"#/definitions/cidrs/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/podCIDRs",schemaPath:"#/definitions/cidrs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.serviceCIDRs !== undefined){
let data2 = data.serviceCIDRs;
if(Array.isArray(data2)){
if(data2.length < 1){
const err4 = {instancePath:instancePath+"/serviceCIDRs",schemaPath:"#/definitions/cidrs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(typeof data2[i1] !== "string"){
const err5 = {instancePath:instancePath+"/serviceCIDRs/" + i1,schemaPath:"#/definitions/cidrs/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/serviceCIDRs",schemaPath:"#/definitions/cidrs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.nodeMaskSizes !== undefined){
let data4 = data.nodeMaskSizes;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
if(!((key1 === "ipv4") || (key1 === "ipv6"))){
const err7 = {instancePath:instancePath+"/nodeMaskSizes",schemaPath:"#/properties/nodeMaskSizes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.ipv4 !== undefined){
let data5 = data4.ipv4;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err8 = {instancePath:instancePath+"/nodeMaskSizes/ipv4",schemaPath:"#/properties/nodeMaskSizes/properties/ipv4/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 32 || isNaN(data5)){
const err9 = {instancePath:instancePath+"/nodeMaskSizes/ipv4",schemaPath:"#/properties/nodeMaskSizes/properties/ipv4/maximum",keyword:"maximum",params:{comparison: "<=", limit: 32},message:"must be <= 32"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data5 < 0 || isNaN(data5)){
const err10 = {instancePath:instancePath+"/nodeMaskSizes/ipv4",schemaPath:"#/properties/nodeMaskSizes/properties/ipv4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data4.ipv6 !== undefined){
let data6 = data4.ipv6;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err11 = {instancePath:instancePath+"/nodeMaskSizes/ipv6",schemaPath:"#/properties/nodeMaskSizes/properties/ipv6/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 128 || isNaN(data6)){
const err12 = {instancePath:instancePath+"/nodeMaskSizes/ipv6",schemaPath:"#/properties/nodeMaskSizes/properties/ipv6/maximum",keyword:"maximum",params:{comparison: "<=", limit: 128},message:"must be <= 128"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data6 < 0 || isNaN(data6)){
const err13 = {instancePath:instancePath+"/nodeMaskSizes/ipv6",schemaPath:"#/properties/nodeMaskSizes/properties/ipv6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
}
else {
const err14 = {instancePath:instancePath+"/nodeMaskSizes",schemaPath:"#/properties/nodeMaskSizes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}

const schema21 = {"description":"The external Ceph cluster that Rook is to connect to, for `migrate --phase rook`. Linting reads only the version and refuses what is no monitor. Nothing here is secret.","type":"object","additionalProperties":false,"properties":{"fsid":{"description":"The id of the Ceph cluster, as `ceph fsid` prints it.","type":"string","pattern":"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"},"version":{"description":"Version of the Ceph cluster, such as 19.2.3, as `ceph version` prints it.","type":"string"},"messenger":{"description":"How clients speak to Ceph: `v1` (port 6789) or `v2` (port 3300; needs Linux 5.11 on every node).","enum":["v1","v2"]},"monitors":{"description":"All monitors, as `ceph mon dump` lists them.","type":"array","minItems":1,"items":{"type":"object","required":["id","address"],"additionalProperties":false,"properties":{"id":{"description":"The id of the monitor, without `mon.`; on Proxmox the name of the host.","type":"string"},"address":{"description":"Its address, such as fd00:ce::1, or with a port as [fd00:ce::1]:6789.","type":"string"}}}},"rbd":{"description":"Block volumes.","type":"object","required":["pool"],"additionalProperties":false,"properties":{"pool":{"description":"The pool for volumes; with `dataPool` the replicated pool for their metadata.","type":"string","pattern":"\\S"},"dataPool":{"description":"The erasure-coded pool for the data of volumes.","type":"string","pattern":"\\S"},"storageClass":{"description":"Name of the StorageClass; `ceph-rbd` by default.","$ref":"#/definitions/name"}}},"cephfs":{"description":"Shared volumes.","type":"object","required":["name","pool"],"additionalProperties":false,"properties":{"name":{"description":"Name of the file system, as `ceph fs ls` prints it.","type":"string","pattern":"\\S"},"pool":{"description":"Its data pool.","type":"string","pattern":"\\S"},"storageClass":{"description":"Name of the StorageClass; `cephfs` by default.","$ref":"#/definitions/name"}}},"rgw":{"description":"The object gateway (S3).","type":"object","required":["hostname","port"],"additionalProperties":false,"properties":{"hostname":{"description":"A DNS name with an AAAA record. Addresses work with few releases of Rook.","type":"string","pattern":"\\S"},"port":{"description":"The port that the gateway listens on.","type":"integer","minimum":1,"maximum":65535},"tls":{"description":"`true`: the port speaks TLS.","type":"boolean"},"certificateSecret":{"description":"With TLS: the Secret in the namespace of the CephCluster that holds the certificate authority (type Opaque, key `cert`); `ceph-rgw-ca` by default.","$ref":"#/definitions/name"},"store":{"description":"Name of the CephObjectStore; `ceph-external` by default.","$ref":"#/definitions/name"}}},"loki":{"description":"Loki, which keeps its logs in the object gateway.","type":"object","required":["namespace","buckets"],"additionalProperties":false,"properties":{"namespace":{"description":"The namespace that Loki runs in.","$ref":"#/definitions/name"},"buckets":{"description":"Names of the buckets.","type":"object","required":["chunks"],"additionalProperties":false,"properties":{"chunks":{"type":"string","pattern":"\\S"},"ruler":{"type":"string","pattern":"\\S"},"admin":{"type":"string","pattern":"\\S"}}}}},"rook":{"description":"The Rook operator. What the repository says about it wins.","type":"object","additionalProperties":false,"properties":{"version":{"description":"Version of the chart rook-ceph, where no release pins one: v1.20.6.","type":"string","pattern":"^v?\\d+\\.\\d+\\.\\d+$"},"operatorNamespace":{"description":"The namespace of the operator; `rook-ceph` by default.","$ref":"#/definitions/name"},"clusterNamespace":{"description":"The namespace of the CephCluster; by default that of the operator.","$ref":"#/definitions/name"}}},"secrets":{"description":"How the keys of Ceph get into the cluster. They never stand in a file of the migration.","type":"object","required":["mode"],"additionalProperties":false,"properties":{"mode":{"description":"`externalSecret`: from a store, with the External Secrets Operator. `sops`: encrypted files that you write. `manual`: Rook's import script writes them.","enum":["externalSecret","sops","manual"]},"store":{"description":"With externalSecret: name of the store.","$ref":"#/definitions/name"},"storeKind":{"description":"With externalSecret: ClusterSecretStore by default.","enum":["ClusterSecretStore","SecretStore"]},"path":{"description":"With externalSecret: what stands before the name of the Secret in the keys of the store, such as `rook/`.","type":"string","pattern":"^\\S*$"}}}}};
const schema22 = {"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"};
const pattern0 = new RegExp("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "u");
const pattern1 = new RegExp("\\S", "u");
const pattern3 = new RegExp("^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$", "u");
const pattern14 = new RegExp("^v?\\d+\\.\\d+\\.\\d+$", "u");
const pattern18 = new RegExp("^\\S*$", "u");

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema21.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.fsid !== undefined){
let data0 = data.fsid;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/fsid",schemaPath:"#/properties/fsid/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"},message:"must match pattern \""+"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"+"\""};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/fsid",schemaPath:"#/properties/fsid/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.version !== undefined){
if(typeof data.version !== "string"){
const err3 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.messenger !== undefined){
let data2 = data.messenger;
if(!((data2 === "v1") || (data2 === "v2"))){
const err4 = {instancePath:instancePath+"/messenger",schemaPath:"#/properties/messenger/enum",keyword:"enum",params:{allowedValues: schema21.properties.messenger.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.monitors !== undefined){
let data3 = data.monitors;
if(Array.isArray(data3)){
if(data3.length < 1){
const err5 = {instancePath:instancePath+"/monitors",schemaPath:"#/properties/monitors/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.id === undefined){
const err6 = {instancePath:instancePath+"/monitors/" + i0,schemaPath:"#/properties/monitors/items/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data4.address === undefined){
const err7 = {instancePath:instancePath+"/monitors/" + i0,schemaPath:"#/properties/monitors/items/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data4){
if(!((key1 === "id") || (key1 === "address"))){
const err8 = {instancePath:instancePath+"/monitors/" + i0,schemaPath:"#/properties/monitors/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.id !== undefined){
if(typeof data4.id !== "string"){
const err9 = {instancePath:instancePath+"/monitors/" + i0+"/id",schemaPath:"#/properties/monitors/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.address !== undefined){
if(typeof data4.address !== "string"){
const err10 = {instancePath:instancePath+"/monitors/" + i0+"/address",schemaPath:"#/properties/monitors/items/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/monitors/" + i0,schemaPath:"#/properties/monitors/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/monitors",schemaPath:"#/properties/monitors/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.rbd !== undefined){
let data7 = data.rbd;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.pool === undefined){
const err13 = {instancePath:instancePath+"/rbd",schemaPath:"#/properties/rbd/required",keyword:"required",params:{missingProperty: "pool"},message:"must have required property '"+"pool"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 in data7){
if(!(((key2 === "pool") || (key2 === "dataPool")) || (key2 === "storageClass"))){
const err14 = {instancePath:instancePath+"/rbd",schemaPath:"#/properties/rbd/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.pool !== undefined){
let data8 = data7.pool;
if(typeof data8 === "string"){
if(!pattern1.test(data8)){
const err15 = {instancePath:instancePath+"/rbd/pool",schemaPath:"#/properties/rbd/properties/pool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/rbd/pool",schemaPath:"#/properties/rbd/properties/pool/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data7.dataPool !== undefined){
let data9 = data7.dataPool;
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err17 = {instancePath:instancePath+"/rbd/dataPool",schemaPath:"#/properties/rbd/properties/dataPool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/rbd/dataPool",schemaPath:"#/properties/rbd/properties/dataPool/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data7.storageClass !== undefined){
let data10 = data7.storageClass;
if(typeof data10 === "string"){
if(!pattern3.test(data10)){
const err19 = {instancePath:instancePath+"/rbd/storageClass",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/rbd/storageClass",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/rbd",schemaPath:"#/properties/rbd/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.cephfs !== undefined){
let data11 = data.cephfs;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.name === undefined){
const err22 = {instancePath:instancePath+"/cephfs",schemaPath:"#/properties/cephfs/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data11.pool === undefined){
const err23 = {instancePath:instancePath+"/cephfs",schemaPath:"#/properties/cephfs/required",keyword:"required",params:{missingProperty: "pool"},message:"must have required property '"+"pool"+"'"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
for(const key3 in data11){
if(!(((key3 === "name") || (key3 === "pool")) || (key3 === "storageClass"))){
const err24 = {instancePath:instancePath+"/cephfs",schemaPath:"#/properties/cephfs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data11.name !== undefined){
let data12 = data11.name;
if(typeof data12 === "string"){
if(!pattern1.test(data12)){
const err25 = {instancePath:instancePath+"/cephfs/name",schemaPath:"#/properties/cephfs/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/cephfs/name",schemaPath:"#/properties/cephfs/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data11.pool !== undefined){
let data13 = data11.pool;
if(typeof data13 === "string"){
if(!pattern1.test(data13)){
const err27 = {instancePath:instancePath+"/cephfs/pool",schemaPath:"#/properties/cephfs/properties/pool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/cephfs/pool",schemaPath:"#/properties/cephfs/properties/pool/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data11.storageClass !== undefined){
let data14 = data11.storageClass;
if(typeof data14 === "string"){
if(!pattern3.test(data14)){
const err29 = {instancePath:instancePath+"/cephfs/storageClass",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/cephfs/storageClass",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/cephfs",schemaPath:"#/properties/cephfs/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.rgw !== undefined){
let data15 = data.rgw;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.hostname === undefined){
const err32 = {instancePath:instancePath+"/rgw",schemaPath:"#/properties/rgw/required",keyword:"required",params:{missingProperty: "hostname"},message:"must have required property '"+"hostname"+"'"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data15.port === undefined){
const err33 = {instancePath:instancePath+"/rgw",schemaPath:"#/properties/rgw/required",keyword:"required",params:{missingProperty: "port"},message:"must have required property '"+"port"+"'"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
for(const key4 in data15){
if(!(((((key4 === "hostname") || (key4 === "port")) || (key4 === "tls")) || (key4 === "certificateSecret")) || (key4 === "store"))){
const err34 = {instancePath:instancePath+"/rgw",schemaPath:"#/properties/rgw/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data15.hostname !== undefined){
let data16 = data15.hostname;
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
const err35 = {instancePath:instancePath+"/rgw/hostname",schemaPath:"#/properties/rgw/properties/hostname/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/rgw/hostname",schemaPath:"#/properties/rgw/properties/hostname/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data15.port !== undefined){
let data17 = data15.port;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
const err37 = {instancePath:instancePath+"/rgw/port",schemaPath:"#/properties/rgw/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 65535 || isNaN(data17)){
const err38 = {instancePath:instancePath+"/rgw/port",schemaPath:"#/properties/rgw/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data17 < 1 || isNaN(data17)){
const err39 = {instancePath:instancePath+"/rgw/port",schemaPath:"#/properties/rgw/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data15.tls !== undefined){
if(typeof data15.tls !== "boolean"){
const err40 = {instancePath:instancePath+"/rgw/tls",schemaPath:"#/properties/rgw/properties/tls/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data15.certificateSecret !== undefined){
let data19 = data15.certificateSecret;
if(typeof data19 === "string"){
if(!pattern3.test(data19)){
const err41 = {instancePath:instancePath+"/rgw/certificateSecret",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/rgw/certificateSecret",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data15.store !== undefined){
let data20 = data15.store;
if(typeof data20 === "string"){
if(!pattern3.test(data20)){
const err43 = {instancePath:instancePath+"/rgw/store",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/rgw/store",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/rgw",schemaPath:"#/properties/rgw/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.loki !== undefined){
let data21 = data.loki;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.namespace === undefined){
const err46 = {instancePath:instancePath+"/loki",schemaPath:"#/properties/loki/required",keyword:"required",params:{missingProperty: "namespace"},message:"must have required property '"+"namespace"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data21.buckets === undefined){
const err47 = {instancePath:instancePath+"/loki",schemaPath:"#/properties/loki/required",keyword:"required",params:{missingProperty: "buckets"},message:"must have required property '"+"buckets"+"'"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
for(const key5 in data21){
if(!((key5 === "namespace") || (key5 === "buckets"))){
const err48 = {instancePath:instancePath+"/loki",schemaPath:"#/properties/loki/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data21.namespace !== undefined){
let data22 = data21.namespace;
if(typeof data22 === "string"){
if(!pattern3.test(data22)){
const err49 = {instancePath:instancePath+"/loki/namespace",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/loki/namespace",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data21.buckets !== undefined){
let data23 = data21.buckets;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
if(data23.chunks === undefined){
const err51 = {instancePath:instancePath+"/loki/buckets",schemaPath:"#/properties/loki/properties/buckets/required",keyword:"required",params:{missingProperty: "chunks"},message:"must have required property '"+"chunks"+"'"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
for(const key6 in data23){
if(!(((key6 === "chunks") || (key6 === "ruler")) || (key6 === "admin"))){
const err52 = {instancePath:instancePath+"/loki/buckets",schemaPath:"#/properties/loki/properties/buckets/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data23.chunks !== undefined){
let data24 = data23.chunks;
if(typeof data24 === "string"){
if(!pattern1.test(data24)){
const err53 = {instancePath:instancePath+"/loki/buckets/chunks",schemaPath:"#/properties/loki/properties/buckets/properties/chunks/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/loki/buckets/chunks",schemaPath:"#/properties/loki/properties/buckets/properties/chunks/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data23.ruler !== undefined){
let data25 = data23.ruler;
if(typeof data25 === "string"){
if(!pattern1.test(data25)){
const err55 = {instancePath:instancePath+"/loki/buckets/ruler",schemaPath:"#/properties/loki/properties/buckets/properties/ruler/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
else {
const err56 = {instancePath:instancePath+"/loki/buckets/ruler",schemaPath:"#/properties/loki/properties/buckets/properties/ruler/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data23.admin !== undefined){
let data26 = data23.admin;
if(typeof data26 === "string"){
if(!pattern1.test(data26)){
const err57 = {instancePath:instancePath+"/loki/buckets/admin",schemaPath:"#/properties/loki/properties/buckets/properties/admin/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/loki/buckets/admin",schemaPath:"#/properties/loki/properties/buckets/properties/admin/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/loki/buckets",schemaPath:"#/properties/loki/properties/buckets/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/loki",schemaPath:"#/properties/loki/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data.rook !== undefined){
let data27 = data.rook;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key7 in data27){
if(!(((key7 === "version") || (key7 === "operatorNamespace")) || (key7 === "clusterNamespace"))){
const err61 = {instancePath:instancePath+"/rook",schemaPath:"#/properties/rook/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data27.version !== undefined){
let data28 = data27.version;
if(typeof data28 === "string"){
if(!pattern14.test(data28)){
const err62 = {instancePath:instancePath+"/rook/version",schemaPath:"#/properties/rook/properties/version/pattern",keyword:"pattern",params:{pattern: "^v?\\d+\\.\\d+\\.\\d+$"},message:"must match pattern \""+"^v?\\d+\\.\\d+\\.\\d+$"+"\""};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
else {
const err63 = {instancePath:instancePath+"/rook/version",schemaPath:"#/properties/rook/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data27.operatorNamespace !== undefined){
let data29 = data27.operatorNamespace;
if(typeof data29 === "string"){
if(!pattern3.test(data29)){
const err64 = {instancePath:instancePath+"/rook/operatorNamespace",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/rook/operatorNamespace",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data27.clusterNamespace !== undefined){
let data30 = data27.clusterNamespace;
if(typeof data30 === "string"){
if(!pattern3.test(data30)){
const err66 = {instancePath:instancePath+"/rook/clusterNamespace",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
else {
const err67 = {instancePath:instancePath+"/rook/clusterNamespace",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/rook",schemaPath:"#/properties/rook/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.secrets !== undefined){
let data31 = data.secrets;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.mode === undefined){
const err69 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/required",keyword:"required",params:{missingProperty: "mode"},message:"must have required property '"+"mode"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key8 in data31){
if(!((((key8 === "mode") || (key8 === "store")) || (key8 === "storeKind")) || (key8 === "path"))){
const err70 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data31.mode !== undefined){
let data32 = data31.mode;
if(!(((data32 === "externalSecret") || (data32 === "sops")) || (data32 === "manual"))){
const err71 = {instancePath:instancePath+"/secrets/mode",schemaPath:"#/properties/secrets/properties/mode/enum",keyword:"enum",params:{allowedValues: schema21.properties.secrets.properties.mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data31.store !== undefined){
let data33 = data31.store;
if(typeof data33 === "string"){
if(!pattern3.test(data33)){
const err72 = {instancePath:instancePath+"/secrets/store",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/secrets/store",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data31.storeKind !== undefined){
let data34 = data31.storeKind;
if(!((data34 === "ClusterSecretStore") || (data34 === "SecretStore"))){
const err74 = {instancePath:instancePath+"/secrets/storeKind",schemaPath:"#/properties/secrets/properties/storeKind/enum",keyword:"enum",params:{allowedValues: schema21.properties.secrets.properties.storeKind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data31.path !== undefined){
let data35 = data31.path;
if(typeof data35 === "string"){
if(!pattern18.test(data35)){
const err75 = {instancePath:instancePath+"/secrets/path",schemaPath:"#/properties/secrets/properties/path/pattern",keyword:"pattern",params:{pattern: "^\\S*$"},message:"must match pattern \""+"^\\S*$"+"\""};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/secrets/path",schemaPath:"#/properties/secrets/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}

const pattern19 = new RegExp("^[0-9a-fA-F]{10}$", "u");
const pattern20 = new RegExp("^[^/\\s]+/[^/\\s]+$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "entryPoints") || (key0 === "files")) || (key0 === "networks")) || (key0 === "nodes")) || (key0 === "target")) || (key0 === "ceph")) || (key0 === "migration")) || (key0 === "conventions"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.entryPoints !== undefined){
let data0 = data.entryPoints;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(typeof data0[i0] !== "string"){
const err1 = {instancePath:instancePath+"/entryPoints/" + i0,schemaPath:"#/definitions/entryPoints/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath:instancePath+"/entryPoints",schemaPath:"#/definitions/entryPoints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.files !== undefined){
let data2 = data.files;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(typeof data2[i1] !== "string"){
const err3 = {instancePath:instancePath+"/files/" + i1,schemaPath:"#/definitions/files/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/files",schemaPath:"#/definitions/files/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.networks !== undefined){
if(!(validate12(data.networks, {instancePath:instancePath+"/networks",parentData:data,parentDataProperty:"networks",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
if(data.nodes !== undefined){
let data5 = data.nodes;
if(Array.isArray(data5)){
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.name === undefined){
const err5 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data6){
if(!(((key1 === "name") || (key1 === "role")) || (key1 === "addresses"))){
const err6 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data6.name !== undefined){
if(typeof data6.name !== "string"){
const err7 = {instancePath:instancePath+"/nodes/" + i2+"/name",schemaPath:"#/definitions/nodes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.role !== undefined){
let data8 = data6.role;
if(!((data8 === "control-plane") || (data8 === "worker"))){
const err8 = {instancePath:instancePath+"/nodes/" + i2+"/role",schemaPath:"#/definitions/nodes/items/properties/role/enum",keyword:"enum",params:{allowedValues: schema17.items.properties.role.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data6.addresses !== undefined){
let data9 = data6.addresses;
if(Array.isArray(data9)){
const len3 = data9.length;
for(let i3=0; i3<len3; i3++){
if(typeof data9[i3] !== "string"){
const err9 = {instancePath:instancePath+"/nodes/" + i2+"/addresses/" + i3,schemaPath:"#/definitions/nodes/items/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/nodes/" + i2+"/addresses",schemaPath:"#/definitions/nodes/items/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/nodes",schemaPath:"#/definitions/nodes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.target !== undefined){
if(!(validate14(data.target, {instancePath:instancePath+"/target",parentData:data,parentDataProperty:"target",rootData}))){
vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
errors = vErrors.length;
}
}
if(data.ceph !== undefined){
if(!(validate16(data.ceph, {instancePath:instancePath+"/ceph",parentData:data,parentDataProperty:"ceph",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data.migration !== undefined){
let data13 = data.migration;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
if(!(((((key2 === "enabled") || (key2 === "seed")) || (key2 === "strategy")) || (key2 === "services")) || (key2 === "loadBalancer"))){
const err13 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data13.enabled !== undefined){
if(typeof data13.enabled !== "boolean"){
const err14 = {instancePath:instancePath+"/migration/enabled",schemaPath:"#/definitions/migration/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data13.seed !== undefined){
let data15 = data13.seed;
if(typeof data15 === "string"){
if(!pattern19.test(data15)){
const err15 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{10}$"},message:"must match pattern \""+"^[0-9a-fA-F]{10}$"+"\""};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data13.strategy !== undefined){
let data16 = data13.strategy;
if(!((data16 === "in-place") || (data16 === "rebuild"))){
const err17 = {instancePath:instancePath+"/migration/strategy",schemaPath:"#/definitions/migration/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema30.properties.strategy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data13.services !== undefined){
let data17 = data13.services;
const _errs38 = errors;
let valid15 = false;
const _errs39 = errors;
if("all" !== data17){
const err18 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/0/const",keyword:"const",params:{allowedValue: "all"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
var _valid0 = _errs39 === errors;
valid15 = valid15 || _valid0;
if(!valid15){
const _errs40 = errors;
if(Array.isArray(data17)){
const len4 = data17.length;
for(let i4=0; i4<len4; i4++){
let data18 = data17[i4];
if(typeof data18 === "string"){
if(!pattern20.test(data18)){
const err19 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/pattern",keyword:"pattern",params:{pattern: "^[^/\\s]+/[^/\\s]+$"},message:"must match pattern \""+"^[^/\\s]+/[^/\\s]+$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
var _valid0 = _errs40 === errors;
valid15 = valid15 || _valid0;
}
if(!valid15){
const err22 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
else {
errors = _errs38;
if(vErrors !== null){
if(_errs38){
vErrors.length = _errs38;
}
else {
vErrors = null;
}
}
}
}
if(data13.loadBalancer !== undefined){
if(typeof data13.loadBalancer !== "boolean"){
const err23 = {instancePath:instancePath+"/migration/loadBalancer",schemaPath:"#/definitions/migration/properties/loadBalancer/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.conventions !== undefined){
let data20 = data.conventions;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key3 in data20){
if(!((((((key3 === "operatorFolder") || (key3 === "storageFolder")) || (key3 === "overlayFolder")) || (key3 === "fluxFolder")) || (key3 === "fileNames")) || (key3 === "comments"))){
const err25 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data20.operatorFolder !== undefined){
if(typeof data20.operatorFolder !== "string"){
const err26 = {instancePath:instancePath+"/conventions/operatorFolder",schemaPath:"#/definitions/conventions/properties/operatorFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data20.storageFolder !== undefined){
if(typeof data20.storageFolder !== "string"){
const err27 = {instancePath:instancePath+"/conventions/storageFolder",schemaPath:"#/definitions/conventions/properties/storageFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data20.overlayFolder !== undefined){
if(typeof data20.overlayFolder !== "string"){
const err28 = {instancePath:instancePath+"/conventions/overlayFolder",schemaPath:"#/definitions/conventions/properties/overlayFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data20.fluxFolder !== undefined){
if(typeof data20.fluxFolder !== "string"){
const err29 = {instancePath:instancePath+"/conventions/fluxFolder",schemaPath:"#/definitions/conventions/properties/fluxFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data20.fileNames !== undefined){
let data25 = data20.fileNames;
if(!((data25 === "kebab") || (data25 === "lower"))){
const err30 = {instancePath:instancePath+"/conventions/fileNames",schemaPath:"#/definitions/conventions/properties/fileNames/enum",keyword:"enum",params:{allowedValues: schema31.properties.fileNames.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data20.comments !== undefined){
if(typeof data20.comments !== "boolean"){
const err31 = {instancePath:instancePath+"/conventions/comments",schemaPath:"#/definitions/conventions/properties/comments/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema37 = {"anyOf":[{"$ref":"#/definitions/severity"},{"type":"object","required":["severity","reason"],"additionalProperties":false,"properties":{"severity":{"$ref":"#/definitions/severity"},"reason":{"description":"Why, for whoever reads it next.","type":"string","pattern":"\\S"}}}]};
const schema38 = {"enum":["off","info","warning","error"]};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!((((data === "off") || (data === "info")) || (data === "warning")) || (data === "error"))){
const err0 = {instancePath,schemaPath:"#/definitions/severity/enum",keyword:"enum",params:{allowedValues: schema38.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.severity === undefined){
const err1 = {instancePath,schemaPath:"#/anyOf/1/required",keyword:"required",params:{missingProperty: "severity"},message:"must have required property '"+"severity"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.reason === undefined){
const err2 = {instancePath,schemaPath:"#/anyOf/1/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "severity") || (key0 === "reason"))){
const err3 = {instancePath,schemaPath:"#/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.severity !== undefined){
let data0 = data.severity;
if(!((((data0 === "off") || (data0 === "info")) || (data0 === "warning")) || (data0 === "error"))){
const err4 = {instancePath:instancePath+"/severity",schemaPath:"#/definitions/severity/enum",keyword:"enum",params:{allowedValues: schema38.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.reason !== undefined){
let data1 = data.reason;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err5 = {instancePath:instancePath+"/reason",schemaPath:"#/anyOf/1/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/reason",schemaPath:"#/anyOf/1/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err8 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate22.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.version === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.version !== undefined){
if(1 !== data.version){
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.clusters !== undefined){
let data1 = data.clusters;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(Object.keys(data1).length < 1){
const err3 = {instancePath:instancePath+"/clusters",schemaPath:"#/properties/clusters/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
if(!(validate11(data1[key1], {instancePath:instancePath+"/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data1,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/clusters",schemaPath:"#/properties/clusters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.entryPoints !== undefined){
let data3 = data.entryPoints;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(typeof data3[i0] !== "string"){
const err5 = {instancePath:instancePath+"/entryPoints/" + i0,schemaPath:"#/definitions/entryPoints/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/entryPoints",schemaPath:"#/definitions/entryPoints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.files !== undefined){
let data5 = data.files;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(typeof data5[i1] !== "string"){
const err7 = {instancePath:instancePath+"/files/" + i1,schemaPath:"#/definitions/files/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/files",schemaPath:"#/definitions/files/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.networks !== undefined){
if(!(validate12(data.networks, {instancePath:instancePath+"/networks",parentData:data,parentDataProperty:"networks",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
if(data.nodes !== undefined){
let data8 = data.nodes;
if(Array.isArray(data8)){
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
let data9 = data8[i2];
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.name === undefined){
const err9 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key2 in data9){
if(!(((key2 === "name") || (key2 === "role")) || (key2 === "addresses"))){
const err10 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data9.name !== undefined){
if(typeof data9.name !== "string"){
const err11 = {instancePath:instancePath+"/nodes/" + i2+"/name",schemaPath:"#/definitions/nodes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data9.role !== undefined){
let data11 = data9.role;
if(!((data11 === "control-plane") || (data11 === "worker"))){
const err12 = {instancePath:instancePath+"/nodes/" + i2+"/role",schemaPath:"#/definitions/nodes/items/properties/role/enum",keyword:"enum",params:{allowedValues: schema17.items.properties.role.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data9.addresses !== undefined){
let data12 = data9.addresses;
if(Array.isArray(data12)){
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
if(typeof data12[i3] !== "string"){
const err13 = {instancePath:instancePath+"/nodes/" + i2+"/addresses/" + i3,schemaPath:"#/definitions/nodes/items/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/nodes/" + i2+"/addresses",schemaPath:"#/definitions/nodes/items/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/nodes/" + i2,schemaPath:"#/definitions/nodes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/nodes",schemaPath:"#/definitions/nodes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.target !== undefined){
if(!(validate14(data.target, {instancePath:instancePath+"/target",parentData:data,parentDataProperty:"target",rootData}))){
vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
errors = vErrors.length;
}
}
if(data.ceph !== undefined){
if(!(validate16(data.ceph, {instancePath:instancePath+"/ceph",parentData:data,parentDataProperty:"ceph",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data.migration !== undefined){
let data16 = data.migration;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key3 in data16){
if(!(((((key3 === "enabled") || (key3 === "seed")) || (key3 === "strategy")) || (key3 === "services")) || (key3 === "loadBalancer"))){
const err17 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data16.enabled !== undefined){
if(typeof data16.enabled !== "boolean"){
const err18 = {instancePath:instancePath+"/migration/enabled",schemaPath:"#/definitions/migration/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data16.seed !== undefined){
let data18 = data16.seed;
if(typeof data18 === "string"){
if(!pattern19.test(data18)){
const err19 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{10}$"},message:"must match pattern \""+"^[0-9a-fA-F]{10}$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data16.strategy !== undefined){
let data19 = data16.strategy;
if(!((data19 === "in-place") || (data19 === "rebuild"))){
const err21 = {instancePath:instancePath+"/migration/strategy",schemaPath:"#/definitions/migration/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema30.properties.strategy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data16.services !== undefined){
let data20 = data16.services;
const _errs43 = errors;
let valid16 = false;
const _errs44 = errors;
if("all" !== data20){
const err22 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/0/const",keyword:"const",params:{allowedValue: "all"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var _valid0 = _errs44 === errors;
valid16 = valid16 || _valid0;
if(!valid16){
const _errs45 = errors;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
let data21 = data20[i4];
if(typeof data21 === "string"){
if(!pattern20.test(data21)){
const err23 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/pattern",keyword:"pattern",params:{pattern: "^[^/\\s]+/[^/\\s]+$"},message:"must match pattern \""+"^[^/\\s]+/[^/\\s]+$"+"\""};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
var _valid0 = _errs45 === errors;
valid16 = valid16 || _valid0;
}
if(!valid16){
const err26 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
else {
errors = _errs43;
if(vErrors !== null){
if(_errs43){
vErrors.length = _errs43;
}
else {
vErrors = null;
}
}
}
}
if(data16.loadBalancer !== undefined){
if(typeof data16.loadBalancer !== "boolean"){
const err27 = {instancePath:instancePath+"/migration/loadBalancer",schemaPath:"#/definitions/migration/properties/loadBalancer/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.conventions !== undefined){
let data23 = data.conventions;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key4 in data23){
if(!((((((key4 === "operatorFolder") || (key4 === "storageFolder")) || (key4 === "overlayFolder")) || (key4 === "fluxFolder")) || (key4 === "fileNames")) || (key4 === "comments"))){
const err29 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data23.operatorFolder !== undefined){
if(typeof data23.operatorFolder !== "string"){
const err30 = {instancePath:instancePath+"/conventions/operatorFolder",schemaPath:"#/definitions/conventions/properties/operatorFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data23.storageFolder !== undefined){
if(typeof data23.storageFolder !== "string"){
const err31 = {instancePath:instancePath+"/conventions/storageFolder",schemaPath:"#/definitions/conventions/properties/storageFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data23.overlayFolder !== undefined){
if(typeof data23.overlayFolder !== "string"){
const err32 = {instancePath:instancePath+"/conventions/overlayFolder",schemaPath:"#/definitions/conventions/properties/overlayFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data23.fluxFolder !== undefined){
if(typeof data23.fluxFolder !== "string"){
const err33 = {instancePath:instancePath+"/conventions/fluxFolder",schemaPath:"#/definitions/conventions/properties/fluxFolder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data23.fileNames !== undefined){
let data28 = data23.fileNames;
if(!((data28 === "kebab") || (data28 === "lower"))){
const err34 = {instancePath:instancePath+"/conventions/fileNames",schemaPath:"#/definitions/conventions/properties/fileNames/enum",keyword:"enum",params:{allowedValues: schema31.properties.fileNames.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data23.comments !== undefined){
if(typeof data23.comments !== "boolean"){
const err35 = {instancePath:instancePath+"/conventions/comments",schemaPath:"#/definitions/conventions/properties/comments/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.rules !== undefined){
let data30 = data.rules;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key5 in data30){
if(!(validate22(data30[key5], {instancePath:instancePath+"/rules/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data30,parentDataProperty:key5,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err37 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.overrides !== undefined){
let data32 = data.overrides;
if(Array.isArray(data32)){
const len5 = data32.length;
for(let i5=0; i5<len5; i5++){
let data33 = data32[i5];
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.paths === undefined){
const err38 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/required",keyword:"required",params:{missingProperty: "paths"},message:"must have required property '"+"paths"+"'"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data33.rules === undefined){
const err39 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/required",keyword:"required",params:{missingProperty: "rules"},message:"must have required property '"+"rules"+"'"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
for(const key6 in data33){
if(!((key6 === "paths") || (key6 === "rules"))){
const err40 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data33.paths !== undefined){
let data34 = data33.paths;
if(Array.isArray(data34)){
if(data34.length < 1){
const err41 = {instancePath:instancePath+"/overrides/" + i5+"/paths",schemaPath:"#/properties/overrides/items/properties/paths/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
const len6 = data34.length;
for(let i6=0; i6<len6; i6++){
if(typeof data34[i6] !== "string"){
const err42 = {instancePath:instancePath+"/overrides/" + i5+"/paths/" + i6,schemaPath:"#/properties/overrides/items/properties/paths/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/overrides/" + i5+"/paths",schemaPath:"#/properties/overrides/items/properties/paths/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data33.rules !== undefined){
let data36 = data33.rules;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
for(const key7 in data36){
if(!(validate22(data36[key7], {instancePath:instancePath+"/overrides/" + i5+"/rules/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data36,parentDataProperty:key7,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err44 = {instancePath:instancePath+"/overrides/" + i5+"/rules",schemaPath:"#/properties/overrides/items/properties/rules/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/overrides",schemaPath:"#/properties/overrides/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.accept !== undefined){
let data38 = data.accept;
if(Array.isArray(data38)){
const len7 = data38.length;
for(let i7=0; i7<len7; i7++){
let data39 = data38[i7];
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.rule === undefined){
const err47 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "rule"},message:"must have required property '"+"rule"+"'"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data39.value === undefined){
const err48 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data39.reason === undefined){
const err49 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
for(const key8 in data39){
if(!(((key8 === "rule") || (key8 === "value")) || (key8 === "reason"))){
const err50 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data39.rule !== undefined){
if(typeof data39.rule !== "string"){
const err51 = {instancePath:instancePath+"/accept/" + i7+"/rule",schemaPath:"#/properties/accept/items/properties/rule/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data39.value !== undefined){
if(typeof data39.value !== "string"){
const err52 = {instancePath:instancePath+"/accept/" + i7+"/value",schemaPath:"#/properties/accept/items/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data39.reason !== undefined){
let data42 = data39.reason;
if(typeof data42 === "string"){
if(!pattern1.test(data42)){
const err53 = {instancePath:instancePath+"/accept/" + i7+"/reason",schemaPath:"#/properties/accept/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/accept/" + i7+"/reason",schemaPath:"#/properties/accept/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data.ignore !== undefined){
let data43 = data.ignore;
if(Array.isArray(data43)){
const len8 = data43.length;
for(let i8=0; i8<len8; i8++){
if(typeof data43[i8] !== "string"){
const err57 = {instancePath:instancePath+"/ignore/" + i8,schemaPath:"#/properties/ignore/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/ignore",schemaPath:"#/properties/ignore/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.failOn !== undefined){
let data45 = data.failOn;
if(!((((data45 === "error") || (data45 === "warning")) || (data45 === "info")) || (data45 === "never"))){
const err59 = {instancePath:instancePath+"/failOn",schemaPath:"#/properties/failOn/enum",keyword:"enum",params:{allowedValues: schema11.properties.failOn.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.github !== undefined){
let data46 = data.github;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
for(const key9 in data46){
if(!(((key9 === "comments") || (key9 === "fixes")) || (key9 === "pullRequests"))){
const err60 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data46.comments !== undefined){
let data47 = data46.comments;
if(!((data47 === "off") || (data47 === "suggestions"))){
const err61 = {instancePath:instancePath+"/github/comments",schemaPath:"#/properties/github/properties/comments/enum",keyword:"enum",params:{allowedValues: schema11.properties.github.properties.comments.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data46.fixes !== undefined){
if(typeof data46.fixes !== "boolean"){
const err62 = {instancePath:instancePath+"/github/fixes",schemaPath:"#/properties/github/properties/fixes/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data46.pullRequests !== undefined){
let data49 = data46.pullRequests;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key10 in data49){
if(!((((key10 === "labels") || (key10 === "assignees")) || (key10 === "reviewers")) || (key10 === "draft"))){
const err63 = {instancePath:instancePath+"/github/pullRequests",schemaPath:"#/properties/github/properties/pullRequests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data49.labels !== undefined){
let data50 = data49.labels;
if(Array.isArray(data50)){
const len9 = data50.length;
for(let i9=0; i9<len9; i9++){
let data51 = data50[i9];
if(typeof data51 === "string"){
if(func4(data51) < 1){
const err64 = {instancePath:instancePath+"/github/pullRequests/labels/" + i9,schemaPath:"#/properties/github/properties/pullRequests/properties/labels/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/github/pullRequests/labels/" + i9,schemaPath:"#/properties/github/properties/pullRequests/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/github/pullRequests/labels",schemaPath:"#/properties/github/properties/pullRequests/properties/labels/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data49.assignees !== undefined){
let data52 = data49.assignees;
if(Array.isArray(data52)){
const len10 = data52.length;
for(let i10=0; i10<len10; i10++){
let data53 = data52[i10];
if(typeof data53 === "string"){
if(func4(data53) < 1){
const err67 = {instancePath:instancePath+"/github/pullRequests/assignees/" + i10,schemaPath:"#/properties/github/properties/pullRequests/properties/assignees/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/github/pullRequests/assignees/" + i10,schemaPath:"#/properties/github/properties/pullRequests/properties/assignees/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/github/pullRequests/assignees",schemaPath:"#/properties/github/properties/pullRequests/properties/assignees/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data49.reviewers !== undefined){
let data54 = data49.reviewers;
if(Array.isArray(data54)){
const len11 = data54.length;
for(let i11=0; i11<len11; i11++){
let data55 = data54[i11];
if(typeof data55 === "string"){
if(func4(data55) < 1){
const err70 = {instancePath:instancePath+"/github/pullRequests/reviewers/" + i11,schemaPath:"#/properties/github/properties/pullRequests/properties/reviewers/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/github/pullRequests/reviewers/" + i11,schemaPath:"#/properties/github/properties/pullRequests/properties/reviewers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/github/pullRequests/reviewers",schemaPath:"#/properties/github/properties/pullRequests/properties/reviewers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data49.draft !== undefined){
if(typeof data49.draft !== "boolean"){
const err73 = {instancePath:instancePath+"/github/pullRequests/draft",schemaPath:"#/properties/github/properties/pullRequests/properties/draft/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/github/pullRequests",schemaPath:"#/properties/github/properties/pullRequests/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.sources !== undefined){
let data57 = data.sources;
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
for(const key11 in data57){
if(typeof data57[key11] !== "string"){
const err76 = {instancePath:instancePath+"/sources/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/sources/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
