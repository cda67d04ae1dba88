/** The look of the page: both colour schemes, print, and no need for a mouse. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1c2330; --paper: #ffffff; --soft: #5b6474; --line: #d5dae3; --field: #f4f6f9;
  --node: #4c78a8; --pod: #54915b; --service: #b07d2b; --load-balancer: #8e6bb1; --ceph: #3c8d93; --other: #7b8494;
  --error: #c62828; --warning: #b26a00; --info: #1f6fb2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e8ef; --paper: #14171d; --soft: #9aa4b5; --line: #343b48; --field: #1d222b;
    --node: #7aa6d8; --pod: #82c08a; --service: #e0b15e; --load-balancer: #bb9bdc; --ceph: #6cc3c9; --other: #a3acbb;
    --error: #ff6b6b; --warning: #ffb454; --info: #72b7f2;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 75rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; color: var(--soft); }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
a { color: inherit; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
p.lead, .soft { color: var(--soft); }
ul.tree, ul.tree ul { list-style: none; margin: 0; padding: 0; }
ul.tree ul { margin-left: 1.25rem; padding-left: .75rem; border-left: 1px solid var(--line); }
.prefix { margin: .5rem 0; padding: .5rem .75rem; background: var(--field); border: 1px solid var(--line);
  border-left: 4px solid var(--role, var(--line)); border-radius: 4px; break-inside: avoid; }
.prefix:target { outline: 3px solid var(--info); }
.prefix.error { border-color: var(--error); }
.head { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.head code { font-weight: 600; font-size: 14px; }
.badge { border: 1px solid var(--role); color: var(--role); border-radius: 1rem; padding: 0 .5rem; font-size: .8rem; }
.bar { position: relative; height: 1.75rem; margin: .5rem 0 .25rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.bar a { position: absolute; top: 0; bottom: 0; min-width: 4px; background: var(--role, var(--other)); opacity: .85; }
.bar a:hover, .bar a:focus { opacity: 1; }
.bar a.error { background: repeating-linear-gradient(45deg, var(--error) 0 6px, transparent 6px 9px); outline: 2px solid var(--error); outline-offset: -2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); }
.nodes { height: .6rem; margin: .25rem 0; border: 1px solid var(--line); border-radius: 2px;
  background: repeating-linear-gradient(90deg, var(--pod) 0 calc(100%/var(--n) - 1px), var(--paper) calc(100%/var(--n) - 1px) calc(100%/var(--n))); }
details { margin-top: .25rem; }
summary { cursor: pointer; color: var(--soft); }
details ul { margin: .25rem 0 0; padding-left: 1.25rem; }
.finding { margin: .75rem 0; padding: .5rem .75rem; border-left: 4px solid var(--tone); background: var(--field); break-inside: avoid; }
.finding:target { outline: 3px solid var(--info); }
.finding pre { margin: .25rem 0 0; overflow-x: auto; }
.tone-error { --tone: var(--error); } .tone-warning { --tone: var(--warning); } .tone-info { --tone: var(--info); }
.tone { color: var(--tone); font-weight: 600; }
.role-node { --role: var(--node); } .role-pod { --role: var(--pod); } .role-service { --role: var(--service); }
.role-load-balancer { --role: var(--load-balancer); } .role-ceph-public, .role-ceph-cluster { --role: var(--ceph); }
.role-other { --role: var(--other); }
@media print {
  body { padding: 0; max-width: none; }
  details > :not(summary) { display: block; }
  details::details-content { content-visibility: visible; display: block; }
  .bar a, .nodes, .finding, .prefix { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
