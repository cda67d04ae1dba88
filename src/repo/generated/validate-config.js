"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dualstack-lint configuration","description":"The file .dualstack-lint.yaml at the root of a repository. Everything works without it; it tells what lies outside the repository.","type":"object","required":["version"],"additionalProperties":false,"properties":{"version":{"description":"Version of this format.","const":1},"clusters":{"description":"One entry for each cluster, by name. With one cluster its keys may stand at the top level instead.","type":"object","minProperties":1,"additionalProperties":{"$ref":"#/definitions/cluster"}},"entryPoints":{"$ref":"#/definitions/entryPoints"},"files":{"$ref":"#/definitions/files"},"networks":{"$ref":"#/definitions/networks"},"nodes":{"$ref":"#/definitions/nodes"},"target":{"$ref":"#/definitions/target"},"ceph":{"$ref":"#/definitions/ceph"},"migration":{"$ref":"#/definitions/migration"},"conventions":{"$ref":"#/definitions/conventions"},"rules":{"description":"Severity by rule id. `off` switches a rule off.","type":"object","additionalProperties":{"$ref":"#/definitions/ruleSeverity"}},"overrides":{"description":"Other severities for some files. Of several that fit, the last counts.","type":"array","items":{"type":"object","required":["paths","rules"],"additionalProperties":false,"properties":{"paths":{"description":"Glob patterns of the files; one of them has to fit.","type":"array","minItems":1,"items":{"type":"string"}},"rules":{"description":"Severity by rule id, as in `rules` at the top.","type":"object","additionalProperties":{"$ref":"#/definitions/ruleSeverity"}}}}},"accept":{"description":"Single findings that are known and meant: a rule and the value that it judges.","type":"array","items":{"type":"object","required":["rule","value","reason"],"additionalProperties":false,"properties":{"rule":{"description":"Id of the rule.","type":"string"},"value":{"description":"The value that is accepted, as the finding names it.","type":"string"},"reason":{"description":"Why it is meant.","type":"string","pattern":"\\S"}}}},"ignore":{"description":"Glob patterns of files whose findings are left out.","type":"array","items":{"type":"string"}},"failOn":{"description":"The mildest severity that makes the run fail.","enum":["error","warning","info","never"]},"github":{"description":"What the GitHub App does beside checking. It counts once it stands on the branch that a pull request is for.","type":"object","additionalProperties":false,"properties":{"comments":{"description":"`suggestions`: safe fixes of changed lines are suggested in a review. Off unless set.","enum":["off","suggestions"]},"fixes":{"description":"Whether the check offers to commit safe fixes to a pull request. On unless set.","type":"boolean"}}},"sources":{"description":"Folders that hold the content of other Flux sources: `namespace/name` of the source to a path.","type":"object","additionalProperties":{"type":"string"}}},"definitions":{"severity":{"enum":["off","info","warning","error"]},"ruleSeverity":{"anyOf":[{"$ref":"#/definitions/severity"},{"type":"object","required":["severity","reason"],"additionalProperties":false,"properties":{"severity":{"$ref":"#/definitions/severity"},"reason":{"description":"Why, for whoever reads it next.","type":"string","pattern":"\\S"}}}]},"cluster":{"type":"object","additionalProperties":false,"properties":{"entryPoints":{"$ref":"#/definitions/entryPoints"},"files":{"$ref":"#/definitions/files"},"networks":{"$ref":"#/definitions/networks"},"nodes":{"$ref":"#/definitions/nodes"},"target":{"$ref":"#/definitions/target"},"ceph":{"$ref":"#/definitions/ceph"},"migration":{"$ref":"#/definitions/migration"},"conventions":{"$ref":"#/definitions/conventions"}}},"ceph":{"description":"The external Ceph cluster that Rook is to connect to. Kept for the migration; linting does not read it.","type":"object"},"migration":{"description":"How the way to the target is to be gone. Linting does not read it.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"`false`: this cluster stays as it is, and nobody proposes changes.","type":"boolean"},"seed":{"description":"40 random bits as ten hexadecimal digits: the global ID (RFC 4193) of every prefix that is proposed. Written once, so that proposals never change.","type":"string","pattern":"^[0-9a-fA-F]{10}$"},"strategy":{"description":"`in-place` changes the running cluster phase by phase; `rebuild` changes what a new cluster is made from.","enum":["in-place","rebuild"]},"services":{"description":"Services that get both families in the end, as `namespace/name`, or `all`.","anyOf":[{"const":"all"},{"type":"array","items":{"type":"string","pattern":"^[^/\\s]+/[^/\\s]+$"}}]},"loadBalancer":{"description":"`true`: also IPv6 blocks for load balancer pools.","type":"boolean"}}},"conventions":{"description":"How files of this repository are laid out, where that cannot be seen. Kept for the migration; linting does not read it.","type":"object"},"entryPoints":{"description":"Folders that Flux applies first, such as clusters/production. Found by themselves where Flux declares them.","type":"array","items":{"type":"string"}},"files":{"description":"Glob patterns of files outside Flux that belong to the cluster: bootstrap scripts, kubeadm files, manifests of the nodes.","type":"array","items":{"type":"string"}},"networks":{"description":"Networks that the repository does not declare anywhere else.","type":"array","items":{"type":"object","required":["role","cidrs"],"additionalProperties":false,"properties":{"role":{"description":"What the network is for.","enum":["node","pod","service","load-balancer","ceph-public","ceph-cluster","other"]},"name":{"description":"A name for reports; needed where the role is `other`.","type":"string"},"cidrs":{"$ref":"#/definitions/cidrs"}}}},"nodes":{"description":"The machines of the cluster.","type":"array","items":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"},"role":{"enum":["control-plane","worker"]},"addresses":{"description":"Addresses of the machine, IPv4 and IPv6.","type":"array","items":{"type":"string"}}}}},"target":{"description":"The address plan that the cluster shall reach.","type":"object","additionalProperties":false,"properties":{"podCIDRs":{"$ref":"#/definitions/cidrs"},"serviceCIDRs":{"$ref":"#/definitions/cidrs"},"nodeMaskSizes":{"description":"Prefix length of the block that each node gets out of the pod network.","type":"object","additionalProperties":false,"properties":{"ipv4":{"type":"integer","minimum":0,"maximum":32},"ipv6":{"type":"integer","minimum":0,"maximum":128}}}}},"cidrs":{"description":"Prefixes such as 10.42.0.0/16 or fd00:10:42::/56, the primary family first.","type":"array","minItems":1,"items":{"type":"string"}}}};
const schema13 = {"description":"Folders that Flux applies first, such as clusters/production. Found by themselves where Flux declares them.","type":"array","items":{"type":"string"}};
const schema14 = {"description":"Glob patterns of files outside Flux that belong to the cluster: bootstrap scripts, kubeadm files, manifests of the nodes.","type":"array","items":{"type":"string"}};
const schema17 = {"description":"The machines of the cluster.","type":"array","items":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"},"role":{"enum":["control-plane","worker"]},"addresses":{"description":"Addresses of the machine, IPv4 and IPv6.","type":"array","items":{"type":"string"}}}}};
const schema21 = {"description":"The external Ceph cluster that Rook is to connect to. Kept for the migration; linting does not read it.","type":"object"};
const schema22 = {"description":"How the way to the target is to be gone. Linting does not read it.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"`false`: this cluster stays as it is, and nobody proposes changes.","type":"boolean"},"seed":{"description":"40 random bits as ten hexadecimal digits: the global ID (RFC 4193) of every prefix that is proposed. Written once, so that proposals never change.","type":"string","pattern":"^[0-9a-fA-F]{10}$"},"strategy":{"description":"`in-place` changes the running cluster phase by phase; `rebuild` changes what a new cluster is made from.","enum":["in-place","rebuild"]},"services":{"description":"Services that get both families in the end, as `namespace/name`, or `all`.","anyOf":[{"const":"all"},{"type":"array","items":{"type":"string","pattern":"^[^/\\s]+/[^/\\s]+$"}}]},"loadBalancer":{"description":"`true`: also IPv6 blocks for load balancer pools.","type":"boolean"}}};
const schema23 = {"description":"How files of this repository are laid out, where that cannot be seen. Kept for the migration; linting does not read it.","type":"object"};
const func2 = Object.prototype.hasOwnProperty;
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

const pattern0 = new RegExp("^[0-9a-fA-F]{10}$", "u");
const pattern1 = new RegExp("^[^/\\s]+/[^/\\s]+$", "u");

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
let data12 = data.ceph;
if(!(data12 && typeof data12 == "object" && !Array.isArray(data12))){
const err13 = {instancePath:instancePath+"/ceph",schemaPath:"#/definitions/ceph/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.migration !== undefined){
let data13 = data.migration;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
if(!(((((key2 === "enabled") || (key2 === "seed")) || (key2 === "strategy")) || (key2 === "services")) || (key2 === "loadBalancer"))){
const err14 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data13.enabled !== undefined){
if(typeof data13.enabled !== "boolean"){
const err15 = {instancePath:instancePath+"/migration/enabled",schemaPath:"#/definitions/migration/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data13.seed !== undefined){
let data15 = data13.seed;
if(typeof data15 === "string"){
if(!pattern0.test(data15)){
const err16 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{10}$"},message:"must match pattern \""+"^[0-9a-fA-F]{10}$"+"\""};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data13.strategy !== undefined){
let data16 = data13.strategy;
if(!((data16 === "in-place") || (data16 === "rebuild"))){
const err18 = {instancePath:instancePath+"/migration/strategy",schemaPath:"#/definitions/migration/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema22.properties.strategy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data13.services !== undefined){
let data17 = data13.services;
const _errs40 = errors;
let valid16 = false;
const _errs41 = errors;
if("all" !== data17){
const err19 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/0/const",keyword:"const",params:{allowedValue: "all"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var _valid0 = _errs41 === errors;
valid16 = valid16 || _valid0;
if(!valid16){
const _errs42 = errors;
if(Array.isArray(data17)){
const len4 = data17.length;
for(let i4=0; i4<len4; i4++){
let data18 = data17[i4];
if(typeof data18 === "string"){
if(!pattern1.test(data18)){
const err20 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/pattern",keyword:"pattern",params:{pattern: "^[^/\\s]+/[^/\\s]+$"},message:"must match pattern \""+"^[^/\\s]+/[^/\\s]+$"+"\""};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var _valid0 = _errs42 === errors;
valid16 = valid16 || _valid0;
}
if(!valid16){
const err23 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
else {
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
}
if(data13.loadBalancer !== undefined){
if(typeof data13.loadBalancer !== "boolean"){
const err24 = {instancePath:instancePath+"/migration/loadBalancer",schemaPath:"#/definitions/migration/properties/loadBalancer/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err25 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.conventions !== undefined){
let data20 = data.conventions;
if(!(data20 && typeof data20 == "object" && !Array.isArray(data20))){
const err26 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema30 = {"anyOf":[{"$ref":"#/definitions/severity"},{"type":"object","required":["severity","reason"],"additionalProperties":false,"properties":{"severity":{"$ref":"#/definitions/severity"},"reason":{"description":"Why, for whoever reads it next.","type":"string","pattern":"\\S"}}}]};
const schema31 = {"enum":["off","info","warning","error"]};
const pattern4 = new RegExp("\\S", "u");

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!((((data === "off") || (data === "info")) || (data === "warning")) || (data === "error"))){
const err0 = {instancePath,schemaPath:"#/definitions/severity/enum",keyword:"enum",params:{allowedValues: schema31.enum},message:"must be equal to one of the allowed values"};
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
const err4 = {instancePath:instancePath+"/severity",schemaPath:"#/definitions/severity/enum",keyword:"enum",params:{allowedValues: schema31.enum},message:"must be equal to one of the allowed values"};
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
if(!pattern4.test(data1)){
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
validate19.errors = vErrors;
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
let data15 = data.ceph;
if(!(data15 && typeof data15 == "object" && !Array.isArray(data15))){
const err17 = {instancePath:instancePath+"/ceph",schemaPath:"#/definitions/ceph/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.migration !== undefined){
let data16 = data.migration;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key3 in data16){
if(!(((((key3 === "enabled") || (key3 === "seed")) || (key3 === "strategy")) || (key3 === "services")) || (key3 === "loadBalancer"))){
const err18 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data16.enabled !== undefined){
if(typeof data16.enabled !== "boolean"){
const err19 = {instancePath:instancePath+"/migration/enabled",schemaPath:"#/definitions/migration/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data16.seed !== undefined){
let data18 = data16.seed;
if(typeof data18 === "string"){
if(!pattern0.test(data18)){
const err20 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{10}$"},message:"must match pattern \""+"^[0-9a-fA-F]{10}$"+"\""};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/migration/seed",schemaPath:"#/definitions/migration/properties/seed/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data16.strategy !== undefined){
let data19 = data16.strategy;
if(!((data19 === "in-place") || (data19 === "rebuild"))){
const err22 = {instancePath:instancePath+"/migration/strategy",schemaPath:"#/definitions/migration/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema22.properties.strategy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data16.services !== undefined){
let data20 = data16.services;
const _errs45 = errors;
let valid17 = false;
const _errs46 = errors;
if("all" !== data20){
const err23 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/0/const",keyword:"const",params:{allowedValue: "all"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
var _valid0 = _errs46 === errors;
valid17 = valid17 || _valid0;
if(!valid17){
const _errs47 = errors;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
let data21 = data20[i4];
if(typeof data21 === "string"){
if(!pattern1.test(data21)){
const err24 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/pattern",keyword:"pattern",params:{pattern: "^[^/\\s]+/[^/\\s]+$"},message:"must match pattern \""+"^[^/\\s]+/[^/\\s]+$"+"\""};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/migration/services/" + i4,schemaPath:"#/definitions/migration/properties/services/anyOf/1/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var _valid0 = _errs47 === errors;
valid17 = valid17 || _valid0;
}
if(!valid17){
const err27 = {instancePath:instancePath+"/migration/services",schemaPath:"#/definitions/migration/properties/services/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
errors = _errs45;
if(vErrors !== null){
if(_errs45){
vErrors.length = _errs45;
}
else {
vErrors = null;
}
}
}
}
if(data16.loadBalancer !== undefined){
if(typeof data16.loadBalancer !== "boolean"){
const err28 = {instancePath:instancePath+"/migration/loadBalancer",schemaPath:"#/definitions/migration/properties/loadBalancer/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/migration",schemaPath:"#/definitions/migration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.conventions !== undefined){
let data23 = data.conventions;
if(!(data23 && typeof data23 == "object" && !Array.isArray(data23))){
const err30 = {instancePath:instancePath+"/conventions",schemaPath:"#/definitions/conventions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.rules !== undefined){
let data24 = data.rules;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key4 in data24){
if(!(validate19(data24[key4], {instancePath:instancePath+"/rules/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data24,parentDataProperty:key4,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
}
else {
const err31 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.overrides !== undefined){
let data26 = data.overrides;
if(Array.isArray(data26)){
const len5 = data26.length;
for(let i5=0; i5<len5; i5++){
let data27 = data26[i5];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.paths === undefined){
const err32 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/required",keyword:"required",params:{missingProperty: "paths"},message:"must have required property '"+"paths"+"'"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data27.rules === undefined){
const err33 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/required",keyword:"required",params:{missingProperty: "rules"},message:"must have required property '"+"rules"+"'"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
for(const key5 in data27){
if(!((key5 === "paths") || (key5 === "rules"))){
const err34 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data27.paths !== undefined){
let data28 = data27.paths;
if(Array.isArray(data28)){
if(data28.length < 1){
const err35 = {instancePath:instancePath+"/overrides/" + i5+"/paths",schemaPath:"#/properties/overrides/items/properties/paths/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
const len6 = data28.length;
for(let i6=0; i6<len6; i6++){
if(typeof data28[i6] !== "string"){
const err36 = {instancePath:instancePath+"/overrides/" + i5+"/paths/" + i6,schemaPath:"#/properties/overrides/items/properties/paths/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/overrides/" + i5+"/paths",schemaPath:"#/properties/overrides/items/properties/paths/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data27.rules !== undefined){
let data30 = data27.rules;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key6 in data30){
if(!(validate19(data30[key6], {instancePath:instancePath+"/overrides/" + i5+"/rules/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data30,parentDataProperty:key6,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
}
else {
const err38 = {instancePath:instancePath+"/overrides/" + i5+"/rules",schemaPath:"#/properties/overrides/items/properties/rules/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/overrides/" + i5,schemaPath:"#/properties/overrides/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
else {
const err40 = {instancePath:instancePath+"/overrides",schemaPath:"#/properties/overrides/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.accept !== undefined){
let data32 = data.accept;
if(Array.isArray(data32)){
const len7 = data32.length;
for(let i7=0; i7<len7; i7++){
let data33 = data32[i7];
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.rule === undefined){
const err41 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "rule"},message:"must have required property '"+"rule"+"'"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data33.value === undefined){
const err42 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data33.reason === undefined){
const err43 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
for(const key7 in data33){
if(!(((key7 === "rule") || (key7 === "value")) || (key7 === "reason"))){
const err44 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data33.rule !== undefined){
if(typeof data33.rule !== "string"){
const err45 = {instancePath:instancePath+"/accept/" + i7+"/rule",schemaPath:"#/properties/accept/items/properties/rule/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data33.value !== undefined){
if(typeof data33.value !== "string"){
const err46 = {instancePath:instancePath+"/accept/" + i7+"/value",schemaPath:"#/properties/accept/items/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data33.reason !== undefined){
let data36 = data33.reason;
if(typeof data36 === "string"){
if(!pattern4.test(data36)){
const err47 = {instancePath:instancePath+"/accept/" + i7+"/reason",schemaPath:"#/properties/accept/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/accept/" + i7+"/reason",schemaPath:"#/properties/accept/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/accept/" + i7,schemaPath:"#/properties/accept/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.ignore !== undefined){
let data37 = data.ignore;
if(Array.isArray(data37)){
const len8 = data37.length;
for(let i8=0; i8<len8; i8++){
if(typeof data37[i8] !== "string"){
const err51 = {instancePath:instancePath+"/ignore/" + i8,schemaPath:"#/properties/ignore/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/ignore",schemaPath:"#/properties/ignore/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data.failOn !== undefined){
let data39 = data.failOn;
if(!((((data39 === "error") || (data39 === "warning")) || (data39 === "info")) || (data39 === "never"))){
const err53 = {instancePath:instancePath+"/failOn",schemaPath:"#/properties/failOn/enum",keyword:"enum",params:{allowedValues: schema11.properties.failOn.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.github !== undefined){
let data40 = data.github;
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key8 in data40){
if(!((key8 === "comments") || (key8 === "fixes"))){
const err54 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data40.comments !== undefined){
let data41 = data40.comments;
if(!((data41 === "off") || (data41 === "suggestions"))){
const err55 = {instancePath:instancePath+"/github/comments",schemaPath:"#/properties/github/properties/comments/enum",keyword:"enum",params:{allowedValues: schema11.properties.github.properties.comments.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data40.fixes !== undefined){
if(typeof data40.fixes !== "boolean"){
const err56 = {instancePath:instancePath+"/github/fixes",schemaPath:"#/properties/github/properties/fixes/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data.sources !== undefined){
let data43 = data.sources;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
for(const key9 in data43){
if(typeof data43[key9] !== "string"){
const err58 = {instancePath:instancePath+"/sources/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/sources/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err59 = {instancePath:instancePath+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err60 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
