-- What signing in asks before anybody's scope is known, each a narrow question; docs/adr/0005-row-level-security.md.

-- The session that a cookie names, with what its user is now, and whether they stand in for somebody; being seen is noted once a minute.
drop function if exists reserve_session(uuid, timestamptz, timestamptz);
create function reserve_session(session uuid, moment timestamptz, idle_since timestamptz)
    returns table (user_id uuid, stamp text, disabled boolean, proven_at timestamptz, second_factor boolean, expires_at timestamptz,
                   substitutes boolean)
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
    begin
        update user_sessions s set seen_at = $2
        where s.id = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > $3
          and s.seen_at < $2 - interval '1 minute';
        return query
            select s.user_id, u.security_stamp, u.disabled, s.proven_at, s.second_factor, s.expires_at,
                exists (select from substitutions a
                    where a.substitute_user_id = s.user_id and a.starts_at <= $2 and a.ends_at > $2)
            from user_sessions s join users u on u.id = s.user_id
            where s.id = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > $3;
    end $$;

-- The one-time link behind a token, while it may be used.
create or replace function reserve_sign_in_link(hash bytea, moment timestamptz) returns setof sign_in_links
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from sign_in_links l where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 $$;

-- Whose passkey it is: who signs in with one types no name. Keys are unique in the country.
create or replace function reserve_user_by_passkey(credential bytea) returns setof users
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select u.* from user_passkeys p join users u on u.id = p.user_id where p.credential_id = $1 $$;

-- How often signing in failed lately: by this name from this address, and from anywhere; and whether its holder signs in from here.
create or replace function reserve_sign_in_failures(
    name bytea, source text, since timestamptz, long_since timestamptz, person uuid)
    returns table (here bigint, anywhere bigint, known boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select count(*) filter (where f.address = $2 and f.at > $3), count(*),
            exists (select from user_sessions s where s.user_id = $5 and nullif(s.address, '')::inet <<= nullif($2, '')::inet)
        from (select f.address, f.at from sign_in_failure f where f.name_hash = $1 and f.at > $4 limit 1000) f
    $$;

-- One more; those of yesterday are forgotten.
create or replace function reserve_sign_in_failed(name bytea, source text, moment timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        delete from sign_in_failure f where f.at < $3 - interval '1 day';
        insert into sign_in_failure (at, name_hash, address) values ($3, $1, $2);
    $$;

-- Forgotten after a success, or by an administrator for a name from everywhere.
create or replace function reserve_sign_in_forgiven(name bytea, source text) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ delete from sign_in_failure f where f.name_hash = $1 and ($2 is null or f.address = $2) $$;
