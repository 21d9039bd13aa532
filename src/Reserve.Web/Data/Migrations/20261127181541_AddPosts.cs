using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tenures_territory_position",
                table: "tenures");

            migrationBuilder.AddColumn<bool>(
                name: "is_single",
                table: "tenures",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "organization",
                table: "tenures",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "post_id",
                table: "tenures",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "target_post_id",
                table: "candidates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "post_id",
                table: "appointment_cases",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    for_territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    aliases = table.Column<string[]>(type: "text[]", nullable: false),
                    level = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    category = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    authority = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    is_single = table.Column<bool>(type: "boolean", nullable: false),
                    requirements = table.Column<string[]>(type: "text[]", nullable: false),
                    is_proposal = table.Column<bool>(type: "boolean", nullable: false),
                    same_as = table.Column<Guid>(type: "uuid", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_posts", x => x.id);
                    table.CheckConstraint("ck_posts_same_as", "same_as is null or (is_proposal and same_as <> id)");
                    table.CheckConstraint("ck_posts_term", "valid_from is null or valid_to is null or valid_to >= valid_from");
                    table.ForeignKey(
                        name: "fk_posts_posts_same_as",
                        column: x => x.same_as,
                        principalTable: "posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_posts_territories_for_territory",
                        column: x => x.for_territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tenures_post_id",
                table: "tenures",
                column: "post_id");

            migrationBuilder.CreateIndex(
                name: "ix_tenures_territory",
                table: "tenures",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_candidates_target_post_id",
                table: "candidates",
                column: "target_post_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_post_id",
                table: "appointment_cases",
                column: "post_id");

            migrationBuilder.CreateIndex(
                name: "ix_posts_for_territory",
                table: "posts",
                column: "for_territory");

            migrationBuilder.CreateIndex(
                name: "ix_posts_same_as",
                table: "posts",
                column: "same_as");

            migrationBuilder.AddForeignKey(
                name: "fk_appointment_cases_posts_post_id",
                table: "appointment_cases",
                column: "post_id",
                principalTable: "posts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_candidates_posts_target_post_id",
                table: "candidates",
                column: "target_post_id",
                principalTable: "posts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_tenures_posts_post_id",
                table: "tenures",
                column: "post_id",
                principalTable: "posts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_appointment_cases_posts_post_id",
                table: "appointment_cases");

            migrationBuilder.DropForeignKey(
                name: "fk_candidates_posts_target_post_id",
                table: "candidates");

            migrationBuilder.DropForeignKey(
                name: "fk_tenures_posts_post_id",
                table: "tenures");

            migrationBuilder.DropTable(
                name: "posts");

            migrationBuilder.DropIndex(
                name: "ix_tenures_post_id",
                table: "tenures");

            migrationBuilder.DropIndex(
                name: "ix_tenures_territory",
                table: "tenures");

            migrationBuilder.DropIndex(
                name: "ix_candidates_target_post_id",
                table: "candidates");

            migrationBuilder.DropIndex(
                name: "ix_appointment_cases_post_id",
                table: "appointment_cases");

            migrationBuilder.DropColumn(
                name: "is_single",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "organization",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "post_id",
                table: "tenures");

            migrationBuilder.DropColumn(
                name: "target_post_id",
                table: "candidates");

            migrationBuilder.DropColumn(
                name: "post_id",
                table: "appointment_cases");

            migrationBuilder.CreateIndex(
                name: "ix_tenures_territory_position",
                table: "tenures",
                columns: new[] { "territory", "position" },
                unique: true,
                filter: "ends_on is null");
        }
    }
}
