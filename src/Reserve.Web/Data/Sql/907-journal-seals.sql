-- Rows are put down for sealing by the database itself, so that none is forgotten, whichever version of the program has written it.
create or replace function audit_await_seal() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$ begin insert into audit_unsealed (event_id) values (new.id); return null; end $$;
create or replace trigger audit_await_seal after insert on audit_events for each row execute function audit_await_seal();

-- Seen and written through the functions below only.
do $$
declare
    closed text;
begin
    foreach closed in array array['audit_unsealed', 'audit_seals', 'audit_cuts'] loop
        execute format('alter table %I enable row level security', closed);
        execute format('drop policy if exists nobody on %I', closed);
        execute format('create policy nobody on %I using (false)', closed);
    end loop;
end $$;

-- The oldest rows that no seal holds yet, of every territory.
create or replace function reserve_unsealed(most int) returns setof audit_events
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select e.* from audit_unsealed u join audit_events e on e.id = u.event_id order by e.id limit $1 $$;

-- The end of the chain; no row when nothing is sealed.
create or replace function reserve_last_seal() returns table (id bigint, hash bytea, sealed_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.id, s.hash, s.sealed_at from audit_seals s order by s.id desc limit 1 $$;

-- A further seal: of rows that wait for one, upon the end of the chain; anything else is refused.
create or replace function reserve_seal(
    seal bigint, moment timestamptz, ids bigint[], hashes bytea, former bytea, chained bytea, signer text, signed bytea) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    waited bigint;
begin
    if seal <> coalesce((select max(s.id) from audit_seals s), 0) + 1
        or former <> coalesce((select s.hash from audit_seals s order by s.id desc limit 1), decode(repeat('00', 32), 'hex')) then
        raise exception 'the chain of the journal ends elsewhere' using errcode = 'serialization_failure';
    end if;
    with gone as (delete from audit_unsealed u where u.event_id = any(ids) returning 1) select count(*) into waited from gone;
    if waited <> cardinality(ids) then
        raise exception 'rows of the journal that do not wait for a seal' using errcode = 'serialization_failure';
    end if;
    insert into audit_seals (id, sealed_at, event_ids, row_hashes, previous, hash, key_id, signature)
        values (seal, moment, ids, hashes, former, chained, signer, signed);
end $$;

-- The cuts that this very transaction has made: nobody signs what another has put there.
create or replace function reserve_cuts_made() returns table (id bigint, cut_at timestamptz, until timestamptz, event_ids bigint[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select c.id, c.cut_at, c.until, c.event_ids from audit_cuts c
        where c.signature is null and c.xmin::text::bigint = mod(pg_current_xact_id()::text::numeric, 4294967296) order by c.id
    $$;

create or replace function reserve_sign_cut(cut bigint, signer text, signed bytea) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ update audit_cuts c set key_id = $2, signature = $3 where c.id = $1 and c.signature is null $$;
