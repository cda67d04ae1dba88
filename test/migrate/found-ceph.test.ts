import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { proposeCeph } from '../../src/migrate/configuration/found-ceph.ts';
import { surveyRepository } from '../../src/pipeline.ts';
import { planned } from './apply.ts';
import { dungeonWithoutRook, repository, textsOf } from './rook/repositories.ts';

function proposed(texts: Record<string, string>): string[] {
	const survey = surveyRepository(repository(texts), rules, { everything: true });
	const view = survey.ok ? survey.value.clusters[0] : undefined;
	if (view === undefined) throw new Error('there is no cluster');
	return proposeCeph(view.input);
}

test('what is generated for a block ceph tells the block again, all but the id of the cluster', () => {
	const after = textsOf(planned(repository(dungeonWithoutRook()), { phase: 'rook' }).after);
	expect(proposed(after).join('\n')).toMatchInlineSnapshot(`
		"# fsid: what \`ceph fsid\` prints; without it nothing is generated
		messenger: v1
		monitors:
		  - {id: key-001, address: fd5c:9a3e:ce::1}
		  - {id: key-002, address: fd5c:9a3e:ce::2}
		  - {id: key-003, address: fd5c:9a3e:ce::3}
		rbd: {pool: volumes, dataPool: volumes-data, storageClass: ceph-rbd}
		cephfs: {name: chest, pool: chest-data, storageClass: cephfs}
		rgw: {hostname: rgw.lab.example, port: 7480, store: ceph-external}
		loki: {namespace: loki, buckets: {chunks: loki-chunks, ruler: loki-ruler, admin: loki-admin}}
		secrets: {mode: externalSecret, store: vault, storeKind: ClusterSecretStore}"
	`);
});

test('a repository without an external Ceph is asked nothing', () => {
	expect(proposed(dungeonWithoutRook())).toEqual([]);
});
