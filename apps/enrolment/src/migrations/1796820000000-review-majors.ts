import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 专业年度评议: of the city, which decides on majors before schools hear of it. */
export class ReviewMajors1796820000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table major_reviews (
        review_id uuid primary key,
        year integer not null,
        state text not null check (state in ('OPEN', 'CONCLUDED', 'CANCELLED')),
        version integer not null
      );
      create unique index major_reviews_one_of_year on major_reviews (year) where state <> 'CANCELLED';

      create table major_review_items (
        item_id uuid primary key,
        review_id uuid not null references major_reviews,
        year integer not null,
        state text not null check (state in ('LISTED', 'DECIDED')),
        subject text not null check (subject in ('MAJOR', 'OFFERING')),
        major_code text not null,
        major_name text not null,
        offering_id uuid references offerings,
        figures jsonb not null,
        rules text[] not null check (cardinality(rules) > 0),
        decision text check (decision in ('CLOSE', 'GROW', 'KEEP')),
        decision_reason text,
        decided_by text,
        decided_on date,
        version integer not null,
        unique nulls not distinct (review_id, major_code, offering_id),
        check ((subject = 'OFFERING') = (offering_id is not null)),
        check (num_nulls(decision, decision_reason, decided_by, decided_on) = case state when 'DECIDED' then 0 else 4 end)
      )`);
    for (const [table, id] of [
      ['major_reviews', 'review_id'],
      ['major_review_items', 'item_id'],
    ] as const) {
      await makeAggregate(queryRunner, table, { id, seenBy: 'city' });
      for (const each of [table, `${table}_history`])
        await queryRunner.query(`
          alter table ${each} enable row level security;
          alter table ${each} force row level security;
          create policy by_city on ${each} using (current_setting('jiangtu.scope', true) = 'all')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table major_review_items, major_review_items_history, major_reviews, major_reviews_history',
    );
  }
}
