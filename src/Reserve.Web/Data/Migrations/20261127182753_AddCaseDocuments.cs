using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddCaseDocuments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "refusal",
                table: "letter_files",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    kind_is_proposed = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    media_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    on_paper = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    added_by = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    added_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    letter_id = table.Column<Guid>(type: "uuid", nullable: true),
                    superseded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    verdict = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    defect = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    judged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    judged_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    scan = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    scanned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finding = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_documents", x => x.id);
                    table.CheckConstraint("ck_case_documents_defect", "((verdict = 'Returned') is true) = (defect is not null)");
                    table.CheckConstraint("ck_case_documents_kind", "verdict is null or kind is not null");
                    table.CheckConstraint("ck_case_documents_scan", "(scan is null) = (scanned_at is null)");
                    table.CheckConstraint("ck_case_documents_source", "(on_paper is null) = (sha256 <> '')");
                    table.ForeignKey(
                        name: "fk_case_documents_appointment_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appointment_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_case_documents_case_documents_superseded_by",
                        column: x => x.superseded_by,
                        principalTable: "case_documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_case_documents_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "case_document_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_document_files", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_document_files_case_documents_id",
                        column: x => x.id,
                        principalTable: "case_documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_case_document_files_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_document_files_territory",
                table: "case_document_files",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_case_documents_case_id_added_at",
                table: "case_documents",
                columns: new[] { "case_id", "added_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_documents_superseded_by",
                table: "case_documents",
                column: "superseded_by");

            migrationBuilder.CreateIndex(
                name: "ix_case_documents_territory",
                table: "case_documents",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_case_documents_unscanned",
                table: "case_documents",
                column: "added_at",
                filter: "scan is null and on_paper is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_document_files");

            migrationBuilder.DropTable(
                name: "case_documents");

            migrationBuilder.DropColumn(
                name: "refusal",
                table: "letter_files");
        }
    }
}
