using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSittingQuestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "votes",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<decimal>(
                name: "score",
                table: "votes",
                type: "numeric(5,2)",
                precision: 5,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "score",
                table: "opened_ballots",
                type: "numeric(5,2)",
                precision: 5,
                scale: 2,
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "dissenting_opinions",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "agenda_items",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "question_id",
                table: "agenda_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "sitting_questions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    candidate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    person_name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    test_score = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    note = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    sitting_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    percent = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sitting_questions", x => x.id);
                    table.CheckConstraint("ck_sitting_questions_decided", "(state in ('Passed', 'Failed', 'Withdrawn')) = (decided_at is not null)");
                    table.CheckConstraint("ck_sitting_questions_outcome", "(state in ('Passed', 'Failed')) = (outcome is not null)");
                    table.CheckConstraint("ck_sitting_questions_test", "(kind = 'Attestation') = (test_score is not null) and test_score between 0 and 100");
                    table.ForeignKey(
                        name: "fk_sitting_questions_candidates_candidate_id",
                        column: x => x.candidate_id,
                        principalTable: "candidates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_sitting_questions_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conflict_denials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    question_id = table.Column<Guid>(type: "uuid", nullable: true),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conflict_denials", x => x.id);
                    table.CheckConstraint("ck_conflict_denials_matter", "num_nonnulls(case_id, question_id) = 1");
                    table.ForeignKey(
                        name: "fk_conflict_denials_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_conflict_denials_sitting_questions_question_id",
                        column: x => x.question_id,
                        principalTable: "sitting_questions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_conflict_denials_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "question_recusals",
                columns: table => new
                {
                    question_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_question_recusals", x => new { x.question_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_question_recusals_sitting_questions_question_id",
                        column: x => x.question_id,
                        principalTable: "sitting_questions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_question_recusals_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_votes_score",
                table: "votes",
                sql: "score between 0 and 100");

            migrationBuilder.AddCheckConstraint(
                name: "ck_opened_ballots_score",
                table: "opened_ballots",
                sql: "score between 0 and 100");

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_question_id",
                table: "agenda_items",
                column: "question_id",
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_agenda_items_matter",
                table: "agenda_items",
                sql: "num_nonnulls(case_id, question_id) = 1");

            migrationBuilder.CreateIndex(
                name: "ix_conflict_denials_case_id_user_id",
                table: "conflict_denials",
                columns: new[] { "case_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_conflict_denials_question_id_user_id",
                table: "conflict_denials",
                columns: new[] { "question_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_conflict_denials_territory",
                table: "conflict_denials",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_question_recusals_territory",
                table: "question_recusals",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_sitting_questions_candidate_id_kind",
                table: "sitting_questions",
                columns: new[] { "candidate_id", "kind" },
                unique: true,
                filter: "decided_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_sitting_questions_territory",
                table: "sitting_questions",
                column: "territory");

            migrationBuilder.AddForeignKey(
                name: "fk_agenda_items_sitting_questions_question_id",
                table: "agenda_items",
                column: "question_id",
                principalTable: "sitting_questions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_agenda_items_sitting_questions_question_id",
                table: "agenda_items");

            migrationBuilder.DropTable(
                name: "conflict_denials");

            migrationBuilder.DropTable(
                name: "question_recusals");

            migrationBuilder.DropTable(
                name: "sitting_questions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_votes_score",
                table: "votes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_opened_ballots_score",
                table: "opened_ballots");

            migrationBuilder.DropIndex(
                name: "ix_agenda_items_question_id",
                table: "agenda_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_agenda_items_matter",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "score",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "score",
                table: "opened_ballots");

            migrationBuilder.DropColumn(
                name: "question_id",
                table: "agenda_items");

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "votes",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "dissenting_opinions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "case_id",
                table: "agenda_items",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
