using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "formula_drafts",
                columns: table => new
                {
                    target = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    direction = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    valid_from = table.Column<int>(type: "integer", nullable: false),
                    comment = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    saved_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_formula_drafts", x => x.target);
                });

            migrationBuilder.CreateTable(
                name: "formula_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    reads = table.Column<string[]>(type: "text[]", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    direction = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    valid_from = table.Column<int>(type: "integer", nullable: false),
                    comment = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_formula_versions", x => x.id);
                    table.CheckConstraint("ck_formula_versions_valid_from", "valid_from between 2000 and 2100");
                    table.CheckConstraint("ck_formula_versions_version", "version > 0");
                });

            migrationBuilder.CreateTable(
                name: "indicator_sets",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    declared = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_sets", x => x.code);
                    table.CheckConstraint("ck_indicator_sets_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateTable(
                name: "paper_confirmations",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    issuer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    holder_initials = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    program = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    hours = table.Column<int>(type: "integer", nullable: true),
                    annulled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper_confirmations", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "paper_counters",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper_counters", x => new { x.kind, x.year });
                });

            migrationBuilder.CreateTable(
                name: "source_figures",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    form = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    owner_department = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_figures", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "territories",
                columns: table => new
                {
                    path = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    parent = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    aliases = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_territories", x => x.path);
                    table.CheckConstraint("ck_territories_parent", "parent is not distinct from nullif(regexp_replace(path, '\\.?[^.]+$', ''), '')");
                    table.CheckConstraint("ck_territories_path", "path ~ '^RU(\\.[0-9]{2}(\\.[0-9]{2})?)?$'");
                    table.ForeignKey(
                        name: "fk_territories_territories_parent",
                        column: x => x.parent,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "indicator_groups",
                columns: table => new
                {
                    indicator_set_code = table.Column<string>(type: "character varying(40)", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    weight = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: true),
                    declared = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_groups", x => new { x.indicator_set_code, x.code });
                    table.CheckConstraint("ck_indicator_groups_weight", "weight between 0 and 100");
                    table.ForeignKey(
                        name: "fk_indicator_groups_indicator_sets_indicator_set_code",
                        column: x => x.indicator_set_code,
                        principalTable: "indicator_sets",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "indicators",
                columns: table => new
                {
                    indicator_set_code = table.Column<string>(type: "character varying(40)", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    group_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    motivation = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    owner_department = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicators", x => new { x.indicator_set_code, x.number });
                    table.CheckConstraint("ck_indicators_number", "number > 0");
                    table.ForeignKey(
                        name: "fk_indicators_indicator_sets_indicator_set_code",
                        column: x => x.indicator_set_code,
                        principalTable: "indicator_sets",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "appointment_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    serial = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    person_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    note = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    source_message_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reply_to = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    applicant_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deadline = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returns = table.Column<int>(type: "integer", nullable: false),
                    defects = table.Column<string[]>(type: "text[]", nullable: false),
                    materials_locked = table.Column<bool>(type: "boolean", nullable: false),
                    sitting_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointment_cases", x => x.id);
                    table.CheckConstraint("ck_appointment_cases_closed", "(state in ('Refused', 'Appointed', 'Withdrawn')) = (closed_at is not null)");
                    table.CheckConstraint("ck_appointment_cases_message", "(source = 'Mail') = (source_message_id is not null)");
                    table.CheckConstraint("ck_appointment_cases_returns", "returns >= 0");
                    table.ForeignKey(
                        name: "fk_appointment_cases_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "audit_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    by_system = table.Column<bool>(type: "boolean", nullable: false),
                    command = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    subjects = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    refusal = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_audit_events_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "band_sets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    loaded_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_band_sets", x => x.id);
                    table.ForeignKey(
                        name: "fk_band_sets_territories_region",
                        column: x => x.region,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidate_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rows = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidate_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_candidate_imports_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "commission_meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    scheduled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    place = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    agenda_closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    held_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    members_then = table.Column<int>(type: "integer", nullable: true),
                    present_user_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    present_names = table.Column<string[]>(type: "text[]", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_meetings", x => x.id);
                    table.CheckConstraint("ck_commission_meetings_opened", "(state in ('Open', 'Held')) = (opened_at is not null)");
                    table.ForeignKey(
                        name: "fk_commission_meetings_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "current_heads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    person_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_current_heads", x => x.id);
                    table.ForeignKey(
                        name: "fk_current_heads_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "papers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_papers", x => x.id);
                    table.CheckConstraint("ck_papers_sha256", "sha256 = sha256(bytes)");
                    table.ForeignKey(
                        name: "fk_papers_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    period = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    loaded_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratings", x => x.id);
                    table.CheckConstraint("ck_ratings_period", "period between 2000 and 2100");
                    table.ForeignKey(
                        name: "fk_ratings_territories_region",
                        column: x => x.region,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "registered_senders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    authority = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registered_senders", x => x.id);
                    table.CheckConstraint("ck_registered_senders_address", "address = lower(address) and address like '%_@_%'");
                    table.ForeignKey(
                        name: "fk_registered_senders_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "source_figure_values",
                columns: table => new
                {
                    figure = table.Column<string>(type: "character varying(300)", nullable: false),
                    place = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    period = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    value = table.Column<decimal>(type: "numeric(18,6)", precision: 18, scale: 6, nullable: false),
                    source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    loaded_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_figure_values", x => new { x.figure, x.place, x.period });
                    table.CheckConstraint("ck_source_figure_values_period", "period between 2000 and 2100");
                    table.ForeignKey(
                        name: "fk_source_figure_values_source_figures_figure",
                        column: x => x.figure,
                        principalTable: "source_figures",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_source_figure_values_territories_place",
                        column: x => x.place,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_roles", "roles <@ array['HrOfficer', 'CommissionMember', 'CommissionSecretary', 'CommissionChair', 'RegionalAuthority', 'MunicipalAuthority', 'Department', 'Administrator', 'Candidate', 'Auditor']::text[] and cardinality(roles) > 0");
                    table.ForeignKey(
                        name: "fk_users_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "indicator_values",
                columns: table => new
                {
                    indicator_set_code = table.Column<string>(type: "character varying(40)", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    period = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    value = table.Column<decimal>(type: "numeric(18,6)", precision: 18, scale: 6, nullable: false),
                    source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    loaded_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_values", x => new { x.indicator_set_code, x.number, x.place, x.period });
                    table.ForeignKey(
                        name: "fk_indicator_values_indicators_indicator_set_code_number",
                        columns: x => new { x.indicator_set_code, x.number },
                        principalTable: "indicators",
                        principalColumns: new[] { "indicator_set_code", "number" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_indicator_values_territories_place",
                        column: x => x.place,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "appointment_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    postponed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    vote_result = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointment_decisions", x => x.id);
                    table.CheckConstraint("ck_appointment_decisions_postponed", "(kind = 'Postpone') = (postponed_until is not null)");
                    table.CheckConstraint("ck_appointment_decisions_reason", "(kind = 'Refuse') = (reason is not null)");
                    table.ForeignKey(
                        name: "fk_appointment_decisions_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_appointment_decisions_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conflicts_of_interest",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conflicts_of_interest", x => new { x.case_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_conflicts_of_interest_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_conflicts_of_interest_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "expert_opinions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    expert_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expert_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verdict = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    text = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: true),
                    has_conflict = table.Column<bool>(type: "boolean", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_expert_opinions", x => x.id);
                    table.CheckConstraint("ck_expert_opinions_conflict", "not (has_conflict and verdict is not null)");
                    table.CheckConstraint("ck_expert_opinions_given", "(given_at is not null) = (has_conflict or verdict is not null)");
                    table.CheckConstraint("ck_expert_opinions_text", "(verdict is null) = (text is null)");
                    table.ForeignKey(
                        name: "fk_expert_opinions_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_expert_opinions_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "incoming_letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    message_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    from = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    subject = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incoming_letters", x => x.id);
                    table.ForeignKey(
                        name: "fk_incoming_letters_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_incoming_letters_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "effectiveness_bands",
                columns: table => new
                {
                    band_set_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    colour = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    percent_from = table.Column<int>(type: "integer", nullable: false),
                    percent_to = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_effectiveness_bands", x => new { x.band_set_id, x.ordinal });
                    table.CheckConstraint("ck_effectiveness_bands_colour", "colour in ('red', 'orange', 'yellow', 'green')");
                    table.CheckConstraint("ck_effectiveness_bands_percent", "0 <= percent_from and percent_from <= percent_to and percent_to <= 100");
                    table.ForeignKey(
                        name: "fk_effectiveness_bands_band_sets_band_set_id",
                        column: x => x.band_set_id,
                        principalTable: "band_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agenda_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agenda_items", x => x.id);
                    table.ForeignKey(
                        name: "fk_agenda_items_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agenda_items_commission_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "commission_meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agenda_items_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tenures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    head_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    position = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    act_number = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    act_date = table.Column<DateOnly>(type: "date", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenures", x => x.id);
                    table.CheckConstraint("ck_tenures_term", "ends_on is null or ends_on >= starts_on");
                    table.ForeignKey(
                        name: "fk_tenures_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tenures_current_heads_head_id",
                        column: x => x.head_id,
                        principalTable: "current_heads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tenures_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rating_scores",
                columns: table => new
                {
                    rating_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    measure = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    percent = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: true),
                    points = table.Column<decimal>(type: "numeric(12,4)", precision: 12, scale: 4, nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_scores", x => new { x.rating_id, x.place, x.measure });
                    table.CheckConstraint("ck_rating_scores_percent", "percent between 0 and 100");
                    table.CheckConstraint("ck_rating_scores_rank", "rank > 0");
                    table.ForeignKey(
                        name: "fk_rating_scores_ratings_rating_id",
                        column: x => x.rating_id,
                        principalTable: "ratings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_rating_scores_territories_place",
                        column: x => x.place,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    last_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    first_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    middle_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    snils = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: false),
                    email = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    workplace = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    position = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    nomination = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    submitted_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    contests = table.Column<string[]>(type: "text[]", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    search_text = table.Column<string>(type: "character varying(800)", maxLength: 800, nullable: false, computedColumnSql: "translate(lower(last_name || ' ' || first_name || ' ' || coalesce(middle_name, '') || ' ' || workplace), 'ё', 'е')", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidates", x => x.id);
                    table.CheckConstraint("ck_candidates_snils", "snils ~ '^[0-9]{11}$'");
                    table.CheckConstraint("ck_candidates_submitted_by", "(nomination = 'Submission') = (submitted_by is not null)");
                    table.ForeignKey(
                        name: "fk_candidates_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_candidates_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "commission_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_chair = table.Column<bool>(type: "boolean", nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_commission_members_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_commission_members_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    page = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    is_escalation = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                    table.CheckConstraint("ck_notifications_page", "page like '/%' and page not like '//%'");
                    table.ForeignKey(
                        name: "fk_notifications_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_notifications_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "letter_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    letter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    content_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letter_files", x => x.id);
                    table.ForeignKey(
                        name: "fk_letter_files_incoming_letters_letter_id",
                        column: x => x.letter_id,
                        principalTable: "incoming_letters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_letter_files_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "votes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agenda_item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    member_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_chair = table.Column<bool>(type: "boolean", nullable: false),
                    choice = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    superseded = table.Column<bool>(type: "boolean", nullable: false),
                    cast_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_votes", x => x.id);
                    table.ForeignKey(
                        name: "fk_votes_agenda_items_agenda_item_id",
                        column: x => x.agenda_item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_votes_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_votes_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidate_career",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true),
                    organization = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    position = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_managerial = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidate_career", x => x.id);
                    table.CheckConstraint("ck_candidate_career_order", "\"to\" is null or \"to\" >= \"from\"");
                    table.ForeignKey(
                        name: "fk_candidate_career_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_candidate_career_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidate_education",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    institution = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    qualification = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidate_education", x => x.id);
                    table.CheckConstraint("ck_candidate_education_year", "year between 1930 and 2100");
                    table.ForeignKey(
                        name: "fk_candidate_education_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_candidate_education_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidate_papers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    added_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidate_papers", x => x.id);
                    table.CheckConstraint("ck_candidate_papers_size", "octet_length(content) <= 10485760");
                    table.ForeignKey(
                        name: "fk_candidate_papers_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_candidate_papers_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "candidate_records",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_user = table.Column<Guid>(type: "uuid", nullable: true),
                    by_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    summary = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candidate_records", x => x.id);
                    table.ForeignKey(
                        name: "fk_candidate_records_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_candidate_records_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "personal_data_consents",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    purpose = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    wording_version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    given_on = table.Column<DateOnly>(type: "date", nullable: false),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_personal_data_consents", x => x.id);
                    table.CheckConstraint("ck_personal_data_consents_order", "withdrawn_on is null or withdrawn_on >= given_on");
                    table.ForeignKey(
                        name: "fk_personal_data_consents_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_personal_data_consents_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reserve_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    is_current = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    stage_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrolled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    term_ends = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    renewals = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    score = table.Column<decimal>(type: "numeric(6,2)", precision: 6, scale: 2, nullable: true),
                    rated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    zone_explanation = table.Column<string>(type: "jsonb", nullable: true),
                    appointed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    higher_post = table.Column<bool>(type: "boolean", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closing_reason = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    closing_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reserve_entries", x => x.id);
                    table.CheckConstraint("ck_reserve_entries_closed", "(status = 'Closed') = (closed_at is not null) and (closed_at is null) = (closing_reason is null)");
                    table.CheckConstraint("ck_reserve_entries_enrolled", "(enrolled_at is null) = (term_ends is null) and (status <> 'InReserve' or enrolled_at is not null)");
                    table.CheckConstraint("ck_reserve_entries_rated", "(zone is null) = (rated_at is null) and (zone is null) = (score is null)");
                    table.CheckConstraint("ck_reserve_entries_renewals", "renewals between 0 and 1");
                    table.CheckConstraint("ck_reserve_entries_score", "score between 0 and 100");
                    table.ForeignKey(
                        name: "fk_reserve_entries_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reserve_entries_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dissenting_opinions",
                columns: table => new
                {
                    vote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dissenting_opinions", x => x.vote_id);
                    table.ForeignKey(
                        name: "fk_dissenting_opinions_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dissenting_opinions_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dissenting_opinions_votes_vote_id",
                        column: x => x.vote_id,
                        principalTable: "votes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_case_id",
                table: "agenda_items",
                column: "case_id",
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_meeting_id_position",
                table: "agenda_items",
                columns: new[] { "meeting_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_territory",
                table: "agenda_items",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_serial",
                table: "appointment_cases",
                column: "serial",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_source_message_id",
                table: "appointment_cases",
                column: "source_message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_state_deadline",
                table: "appointment_cases",
                columns: new[] { "state", "deadline" });

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_territory",
                table: "appointment_cases",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_appointment_decisions_case_id",
                table: "appointment_decisions",
                column: "case_id",
                unique: true,
                filter: "kind <> 'Postpone'");

            migrationBuilder.CreateIndex(
                name: "ix_appointment_decisions_territory",
                table: "appointment_decisions",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_at_id",
                table: "audit_events",
                columns: new[] { "at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_subjects",
                table: "audit_events",
                column: "subjects")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_territory",
                table: "audit_events",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ux_band_sets_present",
                table: "band_sets",
                columns: new[] { "region", "valid_from" },
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_career_candidate_id",
                table: "candidate_career",
                column: "candidate_id");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_career_territory",
                table: "candidate_career",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_education_candidate_id",
                table: "candidate_education",
                column: "candidate_id");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_education_territory",
                table: "candidate_education",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_imports_territory",
                table: "candidate_imports",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_imports_uploaded_at",
                table: "candidate_imports",
                column: "uploaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_papers_candidate_id_added_at",
                table: "candidate_papers",
                columns: new[] { "candidate_id", "added_at" });

            migrationBuilder.CreateIndex(
                name: "ix_candidate_papers_territory",
                table: "candidate_papers",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidate_records_candidate_id_at",
                table: "candidate_records",
                columns: new[] { "candidate_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_candidate_records_territory",
                table: "candidate_records",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidates_last_name_first_name_middle_name_birth_date",
                table: "candidates",
                columns: new[] { "last_name", "first_name", "middle_name", "birth_date" });

            migrationBuilder.CreateIndex(
                name: "ix_candidates_snils",
                table: "candidates",
                column: "snils",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_candidates_territory",
                table: "candidates",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidates_user_id",
                table: "candidates",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_commission_meetings_scheduled_at",
                table: "commission_meetings",
                column: "scheduled_at");

            migrationBuilder.CreateIndex(
                name: "ix_commission_meetings_territory",
                table: "commission_meetings",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_commission_members_territory_user_id",
                table: "commission_members",
                columns: new[] { "territory", "user_id" },
                unique: true,
                filter: "left_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_commission_members_user_id",
                table: "commission_members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_commission_members_chair",
                table: "commission_members",
                column: "territory",
                unique: true,
                filter: "is_chair and left_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_conflicts_of_interest_territory",
                table: "conflicts_of_interest",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_current_heads_person_name",
                table: "current_heads",
                column: "person_name");

            migrationBuilder.CreateIndex(
                name: "ix_current_heads_territory",
                table: "current_heads",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_dissenting_opinions_case_id",
                table: "dissenting_opinions",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_dissenting_opinions_territory",
                table: "dissenting_opinions",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_expert_opinions_case_id_expert_user_id",
                table: "expert_opinions",
                columns: new[] { "case_id", "expert_user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_expert_opinions_territory",
                table: "expert_opinions",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_formula_versions_target_version",
                table: "formula_versions",
                columns: new[] { "target", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_formula_versions_present",
                table: "formula_versions",
                columns: new[] { "target", "valid_from" },
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_incoming_letters_case_id_received_at",
                table: "incoming_letters",
                columns: new[] { "case_id", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_incoming_letters_message_id",
                table: "incoming_letters",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incoming_letters_territory",
                table: "incoming_letters",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_indicator_values_place",
                table: "indicator_values",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "ix_letter_files_letter_id",
                table: "letter_files",
                column: "letter_id");

            migrationBuilder.CreateIndex(
                name: "ix_letter_files_territory",
                table: "letter_files",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_territory",
                table: "notifications",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_user_id_at",
                table: "notifications",
                columns: new[] { "user_id", "at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_paper_confirmations_paper_id",
                table: "paper_confirmations",
                column: "paper_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_papers_number",
                table: "papers",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_papers_subject_kind_subject_id_created_at",
                table: "papers",
                columns: new[] { "subject_kind", "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_papers_territory",
                table: "papers",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_personal_data_consents_candidate_id",
                table: "personal_data_consents",
                column: "candidate_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_data_consents_territory",
                table: "personal_data_consents",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_rating_scores_place",
                table: "rating_scores",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "ix_ratings_region",
                table: "ratings",
                column: "region");

            migrationBuilder.CreateIndex(
                name: "ux_ratings_present",
                table: "ratings",
                columns: new[] { "kind", "region", "period" },
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_registered_senders_address_territory",
                table: "registered_senders",
                columns: new[] { "address", "territory" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_registered_senders_territory",
                table: "registered_senders",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_reserve_entries_candidate_id",
                table: "reserve_entries",
                column: "candidate_id",
                unique: true,
                filter: "is_current");

            migrationBuilder.CreateIndex(
                name: "ix_reserve_entries_stage_zone",
                table: "reserve_entries",
                columns: new[] { "stage", "zone" },
                filter: "is_current");

            migrationBuilder.CreateIndex(
                name: "ix_reserve_entries_territory",
                table: "reserve_entries",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_source_figure_values_place",
                table: "source_figure_values",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "ix_source_figure_values_region_period",
                table: "source_figure_values",
                columns: new[] { "region", "period" });

            migrationBuilder.CreateIndex(
                name: "ix_tenures_case_id",
                table: "tenures",
                column: "case_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tenures_head_id",
                table: "tenures",
                column: "head_id");

            migrationBuilder.CreateIndex(
                name: "ix_tenures_territory_position",
                table: "tenures",
                columns: new[] { "territory", "position" },
                unique: true,
                filter: "ends_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_territories_parent",
                table: "territories",
                column: "parent");

            migrationBuilder.CreateIndex(
                name: "ix_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                table: "users",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_user_name",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_territory",
                table: "users",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_votes_agenda_item_id_member_user_id",
                table: "votes",
                columns: new[] { "agenda_item_id", "member_user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_votes_case_id",
                table: "votes",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_votes_territory",
                table: "votes",
                column: "territory");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appointment_decisions");

            migrationBuilder.DropTable(
                name: "audit_events");

            migrationBuilder.DropTable(
                name: "candidate_career");

            migrationBuilder.DropTable(
                name: "candidate_education");

            migrationBuilder.DropTable(
                name: "candidate_imports");

            migrationBuilder.DropTable(
                name: "candidate_papers");

            migrationBuilder.DropTable(
                name: "candidate_records");

            migrationBuilder.DropTable(
                name: "commission_members");

            migrationBuilder.DropTable(
                name: "conflicts_of_interest");

            migrationBuilder.DropTable(
                name: "dissenting_opinions");

            migrationBuilder.DropTable(
                name: "effectiveness_bands");

            migrationBuilder.DropTable(
                name: "expert_opinions");

            migrationBuilder.DropTable(
                name: "formula_drafts");

            migrationBuilder.DropTable(
                name: "formula_versions");

            migrationBuilder.DropTable(
                name: "indicator_groups");

            migrationBuilder.DropTable(
                name: "indicator_values");

            migrationBuilder.DropTable(
                name: "letter_files");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "paper_confirmations");

            migrationBuilder.DropTable(
                name: "paper_counters");

            migrationBuilder.DropTable(
                name: "papers");

            migrationBuilder.DropTable(
                name: "personal_data_consents");

            migrationBuilder.DropTable(
                name: "rating_scores");

            migrationBuilder.DropTable(
                name: "registered_senders");

            migrationBuilder.DropTable(
                name: "reserve_entries");

            migrationBuilder.DropTable(
                name: "source_figure_values");

            migrationBuilder.DropTable(
                name: "tenures");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "votes");

            migrationBuilder.DropTable(
                name: "band_sets");

            migrationBuilder.DropTable(
                name: "indicators");

            migrationBuilder.DropTable(
                name: "incoming_letters");

            migrationBuilder.DropTable(
                name: "ratings");

            migrationBuilder.DropTable(
                name: "candidates");

            migrationBuilder.DropTable(
                name: "source_figures");

            migrationBuilder.DropTable(
                name: "current_heads");

            migrationBuilder.DropTable(
                name: "agenda_items");

            migrationBuilder.DropTable(
                name: "indicator_sets");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "appointment_cases");

            migrationBuilder.DropTable(
                name: "commission_meetings");

            migrationBuilder.DropTable(
                name: "territories");
        }
    }
}
