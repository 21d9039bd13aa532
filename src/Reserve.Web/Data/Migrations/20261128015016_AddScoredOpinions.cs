using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddScoredOpinions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "entered_by",
                table: "votes",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "entry_id",
                table: "votes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "expert_opinions",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "criteria_id",
                table: "expert_opinions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "given_by_id",
                table: "expert_opinions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "question_id",
                table: "expert_opinions",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "criteria_sets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    for_territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    ground = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    criteria = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    saved_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_criteria_sets", x => x.id);
                    table.ForeignKey(
                        name: "fk_criteria_sets_territories_for_territory",
                        column: x => x.for_territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "opinion_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    opinion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    media_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scan = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    scanned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finding = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opinion_files", x => x.id);
                    table.CheckConstraint("ck_opinion_files_scan", "(scan is null) = (scanned_at is null)");
                    table.ForeignKey(
                        name: "fk_opinion_files_expert_opinions_opinion_id",
                        column: x => x.opinion_id,
                        principalTable: "expert_opinions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_opinion_files_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "opinion_marks",
                columns: table => new
                {
                    opinion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    mark = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opinion_marks", x => new { x.opinion_id, x.key });
                    table.ForeignKey(
                        name: "fk_opinion_marks_expert_opinions_opinion_id",
                        column: x => x.opinion_id,
                        principalTable: "expert_opinions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_opinion_marks_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_votes_entry_id",
                table: "votes",
                column: "entry_id",
                unique: true,
                filter: "entry_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_votes_entered",
                table: "votes",
                sql: "(entry_id is null) = (entered_by is null)");

            migrationBuilder.CreateIndex(
                name: "ix_expert_opinions_criteria_id",
                table: "expert_opinions",
                column: "criteria_id");

            migrationBuilder.CreateIndex(
                name: "ix_expert_opinions_question_id_expert_user_id",
                table: "expert_opinions",
                columns: new[] { "question_id", "expert_user_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_expert_opinions_marked",
                table: "expert_opinions",
                sql: "criteria_id is null or verdict is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_expert_opinions_matter",
                table: "expert_opinions",
                sql: "num_nonnulls(case_id, question_id) = 1");

            migrationBuilder.CreateIndex(
                name: "ix_criteria_sets_for_territory",
                table: "criteria_sets",
                column: "for_territory");

            migrationBuilder.CreateIndex(
                name: "ix_criteria_sets_kind_valid_from",
                table: "criteria_sets",
                columns: new[] { "kind", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_opinion_files_opinion_id",
                table: "opinion_files",
                column: "opinion_id");

            migrationBuilder.CreateIndex(
                name: "ix_opinion_files_territory",
                table: "opinion_files",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_opinion_files_unscanned",
                table: "opinion_files",
                column: "added_at",
                filter: "scan is null");

            migrationBuilder.CreateIndex(
                name: "ix_opinion_marks_territory",
                table: "opinion_marks",
                column: "territory");

            migrationBuilder.AddForeignKey(
                name: "fk_expert_opinions_criteria_sets_criteria_id",
                table: "expert_opinions",
                column: "criteria_id",
                principalTable: "criteria_sets",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_expert_opinions_sitting_questions_question_id",
                table: "expert_opinions",
                column: "question_id",
                principalTable: "sitting_questions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_expert_opinions_criteria_sets_criteria_id",
                table: "expert_opinions");

            migrationBuilder.DropForeignKey(
                name: "fk_expert_opinions_sitting_questions_question_id",
                table: "expert_opinions");

            migrationBuilder.DropTable(
                name: "criteria_sets");

            migrationBuilder.DropTable(
                name: "opinion_files");

            migrationBuilder.DropTable(
                name: "opinion_marks");

            migrationBuilder.DropIndex(
                name: "ix_votes_entry_id",
                table: "votes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_votes_entered",
                table: "votes");

            migrationBuilder.DropIndex(
                name: "ix_expert_opinions_criteria_id",
                table: "expert_opinions");

            migrationBuilder.DropIndex(
                name: "ix_expert_opinions_question_id_expert_user_id",
                table: "expert_opinions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_expert_opinions_marked",
                table: "expert_opinions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_expert_opinions_matter",
                table: "expert_opinions");

            migrationBuilder.DropColumn(
                name: "entered_by",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "entry_id",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "criteria_id",
                table: "expert_opinions");

            migrationBuilder.DropColumn(
                name: "given_by_id",
                table: "expert_opinions");

            migrationBuilder.DropColumn(
                name: "question_id",
                table: "expert_opinions");

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "expert_opinions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
