using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The foreign key of the tenures' cases stays: the model no longer knows it, for features above this one have cases.
            migrationBuilder.AddColumn<DateOnly>(
                name: "end_act_date",
                table: "tenures",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_act_number",
                table: "tenures",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "tenures",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                table: "current_heads",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                table: "candidates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "organization",
                table: "appointment_cases",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                table: "appointment_cases",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "head_imports",
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
                    table.PrimaryKey("pk_head_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_head_imports_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "persons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    last_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    first_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    middle_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    snils = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    search_text = table.Column<string>(type: "character varying(310)", maxLength: 310, nullable: false, computedColumnSql: "translate(lower(last_name || ' ' || first_name || coalesce(' ' || middle_name, '')), 'ё', 'е')", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_persons", x => x.id);
                    table.CheckConstraint("ck_persons_merged_into", "merged_into <> id");
                    table.CheckConstraint("ck_persons_snils", "snils ~ '^[0-9]{11}$'");
                    table.ForeignKey(
                        name: "fk_persons_persons_merged_into",
                        column: x => x.merged_into,
                        principalTable: "persons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_persons_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_persons_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "person_merges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kept_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gone_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_merges", x => x.id);
                    table.CheckConstraint("ck_person_merges_two", "kept_id <> gone_id");
                    table.CheckConstraint("ck_person_merges_undone", "(undone_at is null) = (undone_reason is null)");
                    table.ForeignKey(
                        name: "fk_person_merges_persons_gone_id",
                        column: x => x.gone_id,
                        principalTable: "persons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_person_merges_persons_kept_id",
                        column: x => x.kept_id,
                        principalTable: "persons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_person_merges_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_current_heads_person_id",
                table: "current_heads",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_candidates_person_id",
                table: "candidates",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_person_id",
                table: "appointment_cases",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_head_imports_territory",
                table: "head_imports",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_head_imports_uploaded_at",
                table: "head_imports",
                column: "uploaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_person_merges_kept_id",
                table: "person_merges",
                column: "kept_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_merges_territory",
                table: "person_merges",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ux_person_merges_gone",
                table: "person_merges",
                column: "gone_id",
                unique: true,
                filter: "undone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_persons_merged_into",
                table: "persons",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_persons_search_text_id",
                table: "persons",
                columns: new[] { "search_text", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_persons_snils",
                table: "persons",
                column: "snils",
                unique: true,
                filter: "snils is not null");

            migrationBuilder.CreateIndex(
                name: "ix_persons_territory",
                table: "persons",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_persons_user_id",
                table: "persons",
                column: "user_id",
                unique: true,
                filter: "user_id is not null");

            migrationBuilder.AddForeignKey(
                name: "fk_appointment_cases_persons_person_id",
                table: "appointment_cases",
                column: "person_id",
                principalTable: "persons",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_candidates_persons_person_id",
                table: "candidates",
                column: "person_id",
                principalTable: "persons",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_current_heads_persons_person_id",
                table: "current_heads",
                column: "person_id",
                principalTable: "persons",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_appointment_cases_persons_person_id",
                table: "appointment_cases");

            migrationBuilder.DropForeignKey(
                name: "fk_candidates_persons_person_id",
                table: "candidates");

            migrationBuilder.DropForeignKey(
                name: "fk_current_heads_persons_person_id",
                table: "current_heads");

            migrationBuilder.DropTable(
                name: "head_imports");

            migrationBuilder.DropTable(
                name: "person_merges");

            migrationBuilder.DropTable(
                name: "persons");

            migrationBuilder.DropIndex(
                name: "ix_current_heads_person_id",
                table: "current_heads");

            migrationBuilder.DropIndex(
                name: "ix_candidates_person_id",
                table: "candidates");

            migrationBuilder.DropIndex(
                name: "ix_appointment_cases_person_id",
                table: "appointment_cases");

            migrationBuilder.DropColumn(
                name: "end_act_date",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "end_act_number",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "end_reason",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "current_heads");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "candidates");

            migrationBuilder.DropColumn(
                name: "organization",
                table: "appointment_cases");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "appointment_cases");

        }
    }
}
